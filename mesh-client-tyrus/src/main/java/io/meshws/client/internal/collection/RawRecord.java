package io.meshws.client.internal.collection;

import io.meshws.client.internal.topic.Payload;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** A record as the server sends it. */
record RawRecord(String id, JsonValue value, long version) {

    static RawRecord of(JsonObject payload) {
        return new RawRecord(
                Payload.string(payload, "id"),
                payload.getOrDefault("record", JsonValue.NULL),
                Payload.whole(payload, "version"));
    }

    /** From an update of a member. */
    static RawRecord updated(JsonObject payload) {
        return new RawRecord(
                Payload.string(payload, "recordId"),
                payload.getOrDefault("full", JsonValue.NULL),
                Payload.whole(payload, "version"));
    }

    /** For messages. */
    @Override
    public String toString() {
        return Json.quote(id) + " at " + version;
    }
}
