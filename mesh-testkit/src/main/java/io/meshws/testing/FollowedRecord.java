package io.meshws.testing;

import io.meshws.protocol.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The copy of a record that a client keeps: the value of the last reply, then patches and full values. It checks each
 * step: a patch must lead on from the version that it holds, and a full value must be newer. JSON-P applies the patches,
 * not mesh. Thread-safe.
 */
public final class FollowedRecord {
    private final boolean takesPatches;
    private final List<String> faults = new ArrayList<>();
    private Held held;
    private long start;
    private int applied;
    private int fulls;

    /** The current version of the client; a record without a value has JSON's null. */
    public record Held(JsonValue value, long version) {}

    /**
     * @param takesPatches false if the client asked for full values
     */
    public FollowedRecord(boolean takesPatches) {
        this.takesPatches = takesPatches;
    }

    /** The server has confirmed a subscription. */
    public synchronized void replied(JsonObject reply) {
        start = version(reply);
        held = new Held(reply.get("record"), start);
    }

    /** The payload of a {@code mesh/record-update} or {@code mesh/record-deleted}. */
    public synchronized void updated(JsonObject update) {
        long version = version(update);
        if (held == null) {
            faults.add("before the reply: " + update);
        } else if (!update.containsKey("patch")) {
            if (version <= held.version()) {
                faults.add("full " + version + " at " + held.version());
            }
            fulls++;
            held = new Held(update.getOrDefault("full", JsonValue.NULL), version);
        } else if (!takesPatches || version != held.version() + 1) {
            faults.add("patch " + version + " at " + held.version());
        } else {
            apply(update, version);
        }
    }

    private void apply(JsonObject update, long version) {
        // A record without a value is patched from the empty object.
        JsonValue base = held.value().equals(JsonValue.NULL) ? JsonValue.EMPTY_JSON_OBJECT : held.value();
        try {
            held = new Held(
                    Json.provider().createPatch(update.getJsonArray("patch")).apply(base.asJsonObject()), version);
            applied++;
        } catch (JsonException e) {
            faults.add("patch " + version + ": " + e);
        }
    }

    private static long version(JsonObject payload) {
        return payload.getJsonNumber("version").longValue();
    }

    /** Null before the reply. */
    public synchronized Held held() {
        return held;
    }

    /** The version of the last reply. */
    public synchronized long start() {
        return start;
    }

    /** How many patches were applied. */
    public synchronized int applied() {
        return applied;
    }

    /** How many full values came after the reply. */
    public synchronized int fulls() {
        return fulls;
    }

    /** Updates that should not have come. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
