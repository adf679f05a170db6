package io.meshws;

import jakarta.json.JsonValue;

/**
 * CDI event: this instance wrote a record, for the application or for a client. Fired once for each version that this
 * instance wrote, in the order of the versions, before the write's stage completes. An observer must not wait for
 * writes to records.
 */
public record RecordChanged(String recordId, JsonValue value, long version) {}
