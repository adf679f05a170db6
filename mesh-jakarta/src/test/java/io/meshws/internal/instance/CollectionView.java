package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.connection.Connection;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A collection as a client knows it from its frames; fails if these don't fit together. */
final class CollectionView {
    private final Supplier<List<JsonObject>> frames;
    private final String id;
    final JsonObject reply;

    /** The client's state after the frames that arrived until now. */
    record State(List<String> ids, Map<String, JsonValue> records, long version, boolean complete) {}

    CollectionView(TestClient client, String id) {
        this(client.call("mesh/subscribe-collection", payload(id)).asJsonObject(), client::received, id);
    }

    private CollectionView(JsonObject reply, Supplier<List<JsonObject>> frames, String id) {
        this.reply = reply;
        this.frames = frames;
        this.id = id;
    }

    /** Of a client in the hands of the test, which has the same frames each time. */
    static CollectionView of(TestInstance instance, ManualTransport transport, String id) {
        List<JsonObject> frames = new ArrayList<>();
        Supplier<List<JsonObject>> all = () -> {
            List<String> sent = transport.sent();
            sent.subList(frames.size(), sent.size())
                    .forEach(frame -> frames.add(Json.readTrusted(frame).asJsonObject()));
            return List.copyOf(frames);
        };
        Connection connection = instance.connect(transport);
        instance.mesh.text(
                connection, "{\"id\":1,\"command\":\"mesh/subscribe-collection\",\"payload\":" + payload(id) + "}");
        Eventually.holds(() -> transport.sent().size() > 1);
        return new CollectionView(all.get().get(1).getJsonObject("payload"), all, id);
    }

    private static String payload(String id) {
        return "{\"collectionId\":" + Json.quote(id) + "}";
    }

    boolean isOf(String collectionId) {
        return id.equals(collectionId);
    }

    /** @throws AssertionError if a frame doesn't fit those before */
    State state() {
        List<String> ids = new ArrayList<>();
        Map<String, JsonValue> records = new HashMap<>();
        boolean begun = false;
        long version = 0;
        boolean complete = reply.getBoolean("complete", true);
        for (JsonObject frame : frames.get()) {
            JsonValue payload = frame.get("payload");
            if (payload == reply) {
                begun = true;
                version = reply.getInt("version");
                reply.getJsonArray("ids").getValuesAs(JsonString::getString).forEach(ids::add);
                reply.getJsonArray("records")
                        .getValuesAs(JsonObject.class)
                        .forEach(one -> records.put(one.getString("id"), one.get("record")));
                assertEquals(ids.size(), records.size());
            } else if (payload instanceof JsonObject object
                    && id.equals(object.getString("collectionId", null))
                    && frame.containsKey("command")) {
                assertTrue(begun, "nothing comes before the reply");
                if (frame.getString("command").equals("mesh/collection-diff")) {
                    version++;
                    assertEquals(version, object.getInt("version"));
                    apply(object, ids, records);
                    assertFalse(complete && object.containsKey("complete"));
                    complete |= object.getBoolean("complete", false);
                } else if (frame.getString("command").equals("mesh/record-update")) {
                    assertTrue(records.containsKey(object.getString("recordId")), () -> "not a member: " + object);
                    records.put(object.getString("recordId"), object.get("full"));
                }
            }
        }
        return new State(ids, records, version, complete);
    }

    private static void apply(JsonObject diff, List<String> ids, Map<String, JsonValue> records) {
        for (JsonString removed : diff.getJsonArray("removed").getValuesAs(JsonString.class)) {
            assertTrue(ids.remove(removed.getString()), () -> "removed and not there: " + diff);
            records.remove(removed.getString());
        }
        List<JsonObject> placed = new ArrayList<>();
        for (JsonObject added : diff.getJsonArray("added").getValuesAs(JsonObject.class)) {
            assertFalse(ids.contains(added.getString("id")), () -> "added twice: " + diff);
            records.put(added.getString("id"), added.get("record"));
            if (added.containsKey("at")) {
                placed.add(added);
            } else {
                ids.add(added.getString("id"));
            }
        }
        if (diff.containsKey("moved")) {
            for (JsonObject moved : diff.getJsonArray("moved").getValuesAs(JsonObject.class)) {
                assertTrue(ids.remove(moved.getString("id")), () -> "moved and not there: " + diff);
                placed.add(moved);
            }
        }
        placed.sort((one, other) -> Integer.compare(one.getInt("at"), other.getInt("at")));
        placed.forEach(one -> ids.add(one.getInt("at"), one.getString("id")));
    }

    List<String> ids() {
        return state().ids();
    }

    /** The ids, sorted. */
    List<String> sorted() {
        return state().ids().stream().sorted().toList();
    }

    JsonValue record(String recordId) {
        return state().records().get(recordId);
    }
}
