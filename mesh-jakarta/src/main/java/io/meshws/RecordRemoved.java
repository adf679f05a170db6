package io.meshws;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * CDI event: this instance deleted a record, or removed one whose time was over. Fired under the same rules as {@link RecordChanged}.
 *
 * @param value the value that the record had
 * @param version the version of the deletion
 * @param transaction the {@linkplain TransactionResult#id() id} of the transaction that deleted it, if one did
 */
public record RecordRemoved(String recordId, JsonValue value, long version, Optional<String> transaction) {

    /** A deletion outside of a transaction. */
    public RecordRemoved(String recordId, JsonValue value, long version) {
        this(recordId, value, version, Optional.empty());
    }
}
