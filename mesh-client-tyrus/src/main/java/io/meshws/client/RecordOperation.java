package io.meshws.client;

import io.meshws.protocol.Change;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** The operation of a {@linkplain ClientRecords#transaction transaction} on one record. */
public sealed interface RecordOperation {

    String recordId();

    /** Replaces the value. */
    static RecordOperation write(String recordId, Object newValue) {
        return write(recordId, newValue, WriteOptions.DEFAULT);
    }

    /** Writes a value. */
    static RecordOperation write(String recordId, Object newValue, WriteOptions options) {
        return new Write(recordId, newValue, options);
    }

    /** Changes places in the record, regardless of its version. */
    static RecordOperation change(String recordId, Change... changes) {
        return change(recordId, WriteOptions.DEFAULT, changes);
    }

    /**
     * Changes places in the record.
     *
     * @param options without a strategy
     */
    static RecordOperation change(String recordId, WriteOptions options, Change... changes) {
        return new Changes(recordId, options, Arrays.asList(changes));
    }

    /** Deletes the record, regardless of its version. */
    static RecordOperation delete(String recordId) {
        return new Delete(recordId, OptionalLong.empty());
    }

    /** Deletes the record if it's at this version. */
    static RecordOperation delete(String recordId, long expectedVersion) {
        return new Delete(recordId, OptionalLong.of(expectedVersion));
    }

    /** A whole value. */
    record Write(String recordId, Object newValue, WriteOptions options) implements RecordOperation {
        public Write {
            Objects.requireNonNull(recordId, "recordId");
            Objects.requireNonNull(options, "options");
        }
    }

    /** Operations on places in the value. */
    record Changes(String recordId, WriteOptions options, List<Change> changes) implements RecordOperation {
        public Changes {
            Objects.requireNonNull(recordId, "recordId");
            Objects.requireNonNull(options, "options");
            changes = List.copyOf(changes);
        }
    }

    /** A deletion. */
    record Delete(String recordId, OptionalLong expectedVersion) implements RecordOperation {
        public Delete {
            Objects.requireNonNull(recordId, "recordId");
            Objects.requireNonNull(expectedVersion, "expectedVersion");
        }
    }
}
