package io.meshws;

import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;

/** A write expected a version that the record doesn't have; nothing was written. Clients receive {@code ECONFLICT}. */
public class RecordConflictException extends CommandException {
    private static final long serialVersionUID = 1L;

    private final long currentVersion;

    public RecordConflictException(String recordId, long expectedVersion, long currentVersion) {
        super(
                ErrorCode.ECONFLICT,
                "Record \"" + recordId + "\" is at version " + currentVersion + ", not at " + expectedVersion);
        this.currentVersion = currentVersion;
    }

    /** The version that the record had. */
    public long currentVersion() {
        return currentVersion;
    }

    @Override
    public ErrorBody body() {
        return new ErrorBody(getMessage(), code(), name(), null, currentVersion, null);
    }
}
