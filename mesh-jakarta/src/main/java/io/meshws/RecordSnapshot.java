package io.meshws;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * A record as it was read.
 *
 * @param value empty where nothing was written yet, or the record was deleted
 * @param version 0 where nothing was written yet
 */
public record RecordSnapshot(String recordId, Optional<JsonValue> value, long version) {}
