package io.meshws;

import jakarta.json.JsonValue;

/**
 * CDI event: this instance wrote a record, for the application or for a client. Fired once a version, in the order of the
 * versions that this instance wrote, before the write's stage completes. An observer must not wait for writes to records.
 */
public record RecordChanged(String recordId, JsonValue value, long version) {}
