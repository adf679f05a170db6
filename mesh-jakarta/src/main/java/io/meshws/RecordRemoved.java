package io.meshws;

import jakarta.json.JsonValue;

/**
 * CDI event: this instance deleted a record, or removed one whose time was over. Fired under the same rules as {@link RecordChanged}.
 *
 * @param value the value that the record had
 * @param version the version of the deletion
 */
public record RecordRemoved(String recordId, JsonValue value, long version) {}
