package io.meshws.cluster.redis;

import io.meshws.Audience;
import io.meshws.cluster.ClusterMessage;
import io.meshws.cluster.OwnerOperation;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A message as it travels between instances: a line of JSON, then, where there is one, a line feed and the frame or body
 * as it is, so that no instance encodes it again. The line says {@code from}, the sender's instance id, {@code n}, its
 * number among all messages of the sender, and {@code kind}:
 *
 * <ul>
 *   <li>{@code delivery}: {@code room} or {@code to} (ids) or neither, {@code except} (ids); the frame follows
 *   <li>{@code call}: {@code id}, {@code caller}, {@code op}, {@code connection}, {@code argument}; the body follows
 *   <li>{@code presence}: {@code room}, {@code version}, {@code time}, and no {@code n}; the changes follow. Written by
 *       {@code presence-change.lua}
 *   <li>{@code result} and {@code error}: {@code id}; the JSON follows
 * </ul>
 *
 * What is null is absent. Fields that are not known are ignored, and messages that are not understood are dropped: newer
 * instances send some while a cluster is updated.
 */
final class MessageCodec {
    private MessageCodec() {}

    /**
     * A message with where it came from.
     *
     * @param number goes up with each message that the sender sent to anyone; 0 where a script sends it, outside that
     *     order
     */
    record Envelope(String from, long number, ClusterMessage message) {
        static Envelope unnumbered(String from, ClusterMessage message) {
            return new Envelope(from, 0, message);
        }

        boolean isNumbered() {
            return number != 0;
        }
    }

    static String encode(Envelope envelope) {
        JsonObjectBuilder head = Json.object().add("from", envelope.from());
        if (envelope.isNumbered()) {
            head.add("n", envelope.number());
        }
        // Java 17 has no switch over sealed types.
        if (envelope.message() instanceof ClusterMessage.Delivery delivery) {
            return encode(head, delivery);
        }
        if (envelope.message() instanceof ClusterMessage.Call call) {
            return encode(head, call);
        }
        if (envelope.message() instanceof ClusterMessage.PresenceChange) {
            throw new IllegalArgumentException("Only the script publishes presence");
        }
        return encode(head, (ClusterMessage.Outcome) envelope.message());
    }

    /** Empty where the text is no message that this version understands. */
    static Optional<Envelope> decode(String text) {
        int end = text.indexOf('\n');
        String body = end < 0 ? null : text.substring(end + 1);
        try {
            JsonObject head =
                    Json.readTrusted(end < 0 ? text : text.substring(0, end)).asJsonObject();
            ClusterMessage message = message(head, body);
            return message == null
                    ? Optional.empty()
                    : Optional.of(new Envelope(
                            head.getString("from"),
                            head.containsKey("n") ? head.getJsonNumber("n").longValueExact() : 0,
                            message));
        } catch (RuntimeException e) {
            // JSON-P and the types of the fields have some ten ways to say that this is not of the form.
            return Optional.empty();
        }
    }

    private static String encode(JsonObjectBuilder head, ClusterMessage.Delivery delivery) {
        head.add("kind", "delivery");
        Audience audience = delivery.audience();
        add(head, "room", audience.room());
        add(head, "to", audience.connections());
        if (!audience.excluded().isEmpty()) {
            add(head, "except", audience.excluded());
        }
        return text(head, delivery.frame());
    }

    private static String encode(JsonObjectBuilder head, ClusterMessage.Call call) {
        head.add("kind", "call")
                .add("id", call.callId())
                .add("op", call.operation().name());
        add(head, "caller", call.caller());
        add(head, "connection", call.connectionId());
        add(head, "argument", call.argument());
        return text(head, call.body());
    }

    private static String encode(JsonObjectBuilder head, ClusterMessage.Outcome outcome) {
        boolean failed = outcome.error() != null;
        head.add("kind", failed ? "error" : "result").add("id", outcome.callId());
        return text(head, failed ? outcome.error() : outcome.result());
    }

    private static String text(JsonObjectBuilder head, String body) {
        String line = head.build().toString();
        return body == null ? line : line + '\n' + body;
    }

    private static ClusterMessage message(JsonObject head, String body) {
        return switch (head.getString("kind")) {
            case "delivery" -> body == null ? null : new ClusterMessage.Delivery(audience(head), body);
            case "call" ->
                new ClusterMessage.Call(
                        head.getString("id"),
                        head.getString("caller", null),
                        OwnerOperation.valueOf(head.getString("op")),
                        head.getString("connection", null),
                        head.getString("argument", null),
                        body);
            case "result" -> new ClusterMessage.Outcome(head.getString("id"), body, null);
            case "error" -> body == null ? null : new ClusterMessage.Outcome(head.getString("id"), null, body);
            case "presence" ->
                new ClusterMessage.PresenceChange(
                        head.getString("room"),
                        head.getJsonNumber("version").longValueExact(),
                        head.getJsonNumber("time").longValueExact(),
                        body);
            default -> null;
        };
    }

    private static Audience audience(JsonObject head) {
        Audience audience = Audience.everyone();
        if (head.containsKey("room")) {
            audience = Audience.room(head.getString("room"));
        } else if (head.containsKey("to")) {
            audience = Audience.connections(texts(head.getJsonArray("to")));
        }
        return head.containsKey("except") ? audience.except(texts(head.getJsonArray("except"))) : audience;
    }

    private static List<String> texts(JsonArray array) {
        return array.getValuesAs(JsonString::getString);
    }

    private static void add(JsonObjectBuilder head, String name, String value) {
        if (value != null) {
            head.add(name, value);
        }
    }

    private static void add(JsonObjectBuilder head, String name, Collection<String> values) {
        if (values != null) {
            var array = Json.array();
            values.forEach(array::add);
            head.add(name, array);
        }
    }
}
