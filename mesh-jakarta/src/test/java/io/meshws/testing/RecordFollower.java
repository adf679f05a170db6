package io.meshws.testing;

import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * The value that a client has of a record if it works like the JavaScript ones: the snapshot of the last reply, then
 * patches and full values. JSON-P applies the patches, not mesh.
 */
public final class RecordFollower {
    private final TestClient client;
    private final String recordId;

    public RecordFollower(TestClient client, String recordId) {
        this.client = client;
        this.recordId = recordId;
    }

    public String recordId() {
        return recordId;
    }

    public TestClient client() {
        return client;
    }

    private record State(JsonValue value, long version, int gaps) {}

    public JsonValue value() {
        return state().value();
    }

    public long version() {
        return state().version();
    }

    /**
     * How often an update didn't follow the previous one: neither the next version, nor a full value of a later one.
     */
    public int gaps() {
        return state().gaps();
    }

    private State state() {
        State state = null;
        for (JsonObject frame : client.received()) {
            if (!(frame.get("payload") instanceof JsonObject payload)) {
                continue;
            }
            String command = frame.getString("command");
            if (command.equals("mesh/subscribe-record") && payload.containsKey("version")) {
                state = new State(payload.get("record"), version(payload), state == null ? 0 : state.gaps());
            } else if (command.startsWith("mesh/record-")
                    && payload.getString("recordId").equals(recordId)) {
                state = next(state, payload);
            }
        }
        return state;
    }

    private static State next(State before, JsonObject update) {
        if (before == null) {
            throw new AssertionError("an update came before the reply: " + update);
        }
        long version = version(update);
        if (update.containsKey("patch")) {
            // A record without a value is patched from the empty object.
            JsonValue base = before.value().equals(JsonValue.NULL) ? JsonValue.EMPTY_JSON_OBJECT : before.value();
            JsonValue after =
                    Json.provider().createPatch(update.getJsonArray("patch")).apply(base.asJsonObject());
            return new State(after, version, before.gaps() + (version == before.version() + 1 ? 0 : 1));
        }
        return new State(
                update.getOrDefault("full", JsonValue.NULL),
                version,
                before.gaps() + (version > before.version() ? 0 : 1));
    }

    private static long version(JsonObject payload) {
        return ((JsonNumber) payload.get("version")).longValue();
    }
}
