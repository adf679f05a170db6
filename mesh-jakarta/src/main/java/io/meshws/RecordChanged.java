package io.meshws;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * CDI event: this instance wrote a record, for the application or for a client. Fired once for each version that this
 * instance wrote, in the order of the versions, before the write's stage completes. An observer must not wait for
 * writes to records.
 *
 * @param transaction the {@linkplain TransactionResult#id() id} of the transaction that wrote it, if one did
 */
public record RecordChanged(String recordId, JsonValue value, long version, Optional<String> transaction) {

    /** A write outside of a transaction. */
    public RecordChanged(String recordId, JsonValue value, long version) {
        this(recordId, value, version, Optional.empty());
    }
}
