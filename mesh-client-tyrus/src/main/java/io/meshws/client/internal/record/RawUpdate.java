package io.meshws.client.internal.record;

import io.meshws.client.RecordUpdate;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;

/**
 * An update as the topic has it.
 *
 * @param patch may be null
 */
record RawUpdate(JsonValue value, long version, JsonArray patch, RecordUpdate.Cause cause) {}
