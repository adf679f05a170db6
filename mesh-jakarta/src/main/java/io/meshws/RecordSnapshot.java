package io.meshws;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * A record at the moment of reading.
 *
 * @param value empty if nothing was written yet, or the record was deleted
 * @param version 0 if nothing was written yet
 */
public record RecordSnapshot(String recordId, Optional<JsonValue> value, long version) {}
