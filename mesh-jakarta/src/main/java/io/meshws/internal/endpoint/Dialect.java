package io.meshws.internal.endpoint;

import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.MalformedFrameException;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the later generations of Mesh's clients speak, translated at the edge: features know only the protocol of this
 * version. A client names its dialect in the address. Immutable.
 */
enum Dialect {
    /** Mesh 2. */
    SECOND("2", BuiltIn.PREFIX),
    /** {@code @prsm/realtime}. */
    REALTIME("rt", "rt/");

    private static final String PARAMETER = "wire";
    private static final String NAME = "\"command\":\"";
    private static final JsonValue HISTORY_LIMIT = Json.provider().createValue(50);

    private static final JsonObject REFUSED_COLLECTION = Json.object()
            .add("success", false)
            .add("ids", JsonValue.EMPTY_JSON_ARRAY)
            .add("records", JsonValue.EMPTY_JSON_ARRAY)
            .add("version", 0)
            .build();

    private final String value;
    private final String prefix;

    Dialect(String value, String prefix) {
        this.value = value;
        this.prefix = prefix;
    }

    /**
     * @return empty for clients that speak the protocol as it is
     */
    static Optional<Dialect> of(Map<String, List<String>> query) {
        List<String> asked = query.getOrDefault(PARAMETER, List.of());
        for (Dialect dialect : values()) {
            if (asked.contains(dialect.value)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    /** The frame of a client as the protocol has it. One that cannot be read stays as it is, to be refused as usual. */
    String incoming(String text, FrameReader reader) {
        Frame frame;
        try {
            frame = reader.read(text);
        } catch (MalformedFrameException e) {
            return text;
        }
        String name = frame.command();
        if (name.startsWith(prefix)) {
            name = BuiltIn.PREFIX + name.substring(prefix.length());
        }
        JsonValue translated = request(name, frame.payload());
        if (name.equals(frame.command()) && translated == frame.payload()) {
            return text;
        }
        String payload = Json.text(translated);
        if (frame instanceof Frame.ClientCall call && call.once() != null) {
            return FrameText.clientCall(call.id(), name, payload, call.once());
        }
        if (frame instanceof Frame.ClientCall call) {
            return FrameText.clientCall(call.id(), name, payload);
        }
        return frame instanceof Frame.ServerCall call
                ? FrameText.serverCall(call.id(), name, payload)
                : FrameText.event(name, payload);
    }

    private static JsonValue request(String name, JsonValue payload) {
        if (!(payload instanceof JsonObject object)) {
            return payload;
        }
        return switch (name) {
            case BuiltIn.JOIN_ROOM, BuiltIn.SUBSCRIBE_PRESENCE -> with(object, "metadata", JsonValue.TRUE);
            case BuiltIn.GET_CHANNEL_HISTORY ->
                object.containsKey("limit") ? object : with(object, "limit", HISTORY_LIMIT);
            default -> object;
        };
    }

    /**
     * A frame of the protocol as the client expects it.
     *
     * @param deleted told of a record that was deleted, which ends the subscription to it
     */
    String outgoing(String frame, Consumer<String> deleted) {
        if (BinaryFrame.is(frame)) {
            return frame;
        }
        // In each frame the name comes before anything that others chose, but for an id, in which quotes are escaped.
        int start = frame.indexOf(NAME) + NAME.length();
        int end = frame.indexOf('"', start);
        String name = frame.substring(start, end);
        if (!name.startsWith(BuiltIn.PREFIX)) {
            return frame;
        }
        String head = frame.substring(0, start) + prefix + name.substring(BuiltIn.PREFIX.length());
        return switch (name) {
            case BuiltIn.SUBSCRIBE_CHANNEL, BuiltIn.GET_CHANNEL_HISTORY -> head + oldestFirst(frame.substring(end));
            case BuiltIn.RECORD_DELETED -> head + lastVersion(frame.substring(end), deleted);
            case BuiltIn.SUBSCRIBE_COLLECTION -> head + collection(frame.substring(end));
            case BuiltIn.COLLECTION_DIFF -> head + difference(frame.substring(end));
            default -> head + frame.substring(end);
        };
    }

    private static String oldestFirst(String rest) {
        return payload(rest) instanceof JsonObject reply
                        && reply.get("history") instanceof JsonArray history
                        && !JsonValue.TRUE.equals(reply.get("recovered"))
                ? withPayload(without(with(reply, "history", reversed(history)), "publishers"))
                : rest;
    }

    private static JsonArray reversed(JsonArray values) {
        JsonArrayBuilder reversed = Json.array();
        for (int i = values.size() - 1; i >= 0; i--) {
            reversed.add(values.get(i));
        }
        return reversed.build();
    }

    /** The version of the value that was deleted: here a deletion has none of its own. */
    private static String lastVersion(String rest, Consumer<String> deleted) {
        if (!(payload(rest) instanceof JsonObject event) || !(event.get("version") instanceof JsonNumber version)) {
            return rest;
        }
        deleted.accept(event.getString("recordId"));
        return withPayload(with(event, "version", Json.provider().createValue(version.longValue() - 1)));
    }

    /** Here each record says which it is. */
    private static String collection(String rest) {
        if (!(payload(rest) instanceof JsonObject reply) || !reply.containsKey("success")) {
            return rest;
        }
        if (!JsonValue.TRUE.equals(reply.get("success"))) {
            return withPayload(REFUSED_COLLECTION);
        }
        JsonArrayBuilder records = Json.array();
        reply.getJsonArray("records")
                .getValuesAs(JsonObject.class)
                .forEach(each ->
                        records.add(Json.object().add("id", each.get("id")).add("record", identified(each))));
        return withPayload(with(reply, "records", records.build()));
    }

    private static String difference(String rest) {
        JsonObject difference = payload(rest).asJsonObject();
        JsonArrayBuilder added = Json.array();
        difference.getJsonArray("added").getValuesAs(JsonObject.class).forEach(each -> added.add(identified(each)));
        JsonArrayBuilder removed = Json.array();
        difference
                .getJsonArray("removed")
                .forEach(id -> removed.add(Json.object().add("id", id)));
        return withPayload(with(with(difference, "added", added.build()), "removed", removed.build()));
    }

    private static JsonObject identified(JsonObject each) {
        JsonValue record = each.get("record");
        return record instanceof JsonObject object
                ? with(object, "id", each.get("id"))
                : Json.object().add("id", each.get("id")).add("value", record).build();
    }

    private static JsonObject with(JsonObject object, String name, JsonValue value) {
        return Json.provider().createObjectBuilder(object).add(name, value).build();
    }

    private static JsonObject without(JsonObject object, String name) {
        return Json.provider().createObjectBuilder(object).remove(name).build();
    }

    /** Reads the payload from the rest of the frame after the name: {@code ","payload":…}}. */
    private static JsonValue payload(String rest) {
        return Json.readTrusted("{\"name\":\"" + rest).asJsonObject().get("payload");
    }

    private static String withPayload(JsonValue payload) {
        return "\",\"payload\":" + Json.text(payload) + "}";
    }
}
