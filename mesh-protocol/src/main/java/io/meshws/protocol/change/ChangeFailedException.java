package io.meshws.protocol.change;

import io.meshws.protocol.ErrorCode;

/** Changes are malformed or don't fit the value. The value stays unchanged. */
public final class ChangeFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    ChangeFailedException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    ChangeFailedException(int index, ChangeFailedException cause) {
        super("changes[" + index + "]" + cause.getMessage(), cause);
        this.code = cause.code;
    }

    public ErrorCode code() {
        return code;
    }
}
