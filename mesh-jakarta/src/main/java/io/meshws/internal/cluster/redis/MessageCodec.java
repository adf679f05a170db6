package io.meshws.internal.cluster.redis;

import io.meshws.Audience;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.OwnerOperation;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The format of messages between instances: a line of JSON, then, if there is a frame or body, a line feed and the
 * unchanged text, so that no instance encodes it again. The line contains {@code from}, the sender's instance id,
 * {@code n}, the message's number among all messages of the sender, and {@code kind}:
 *
 * <ul>
 *   <li>{@code delivery}: {@code room} or {@code to} (ids) or none of them, {@code except} (ids); the frame follows
 *   <li>{@code call}: {@code id}, {@code caller}, {@code op}, {@code connection}, {@code argument}; the body follows
 *   <li>{@code result} and {@code error}: {@code id}; the JSON follows
 *   <li>{@code event}: {@code name}, {@code follows} (an object: other names, to the numbers of their last events), if the sender used
 *       others lately; the payload follows
 *   <li>{@code late}: {@code targets}, {@code millis}
 *   <li>{@code channel}: {@code channel}, {@code epoch}, {@code offset}, {@code time}; the message follows. Written by the script that
 *       appends the message, without {@code from} and {@code n}
 *   <li>{@code record}: {@code id}, {@code epoch}, {@code after} (the write that made the previous version), {@code base} (that
 *       version), {@code write} (the write that made the last one), without {@code from} and {@code n}; for each version two
 *       lines follow, the patch and the value, with an empty line for null
 *   <li>{@code records}: messages of the kind {@code record} follow, with a record separator (U+001E) between them. Put together by
 *       {@code write-record.lua}, without {@code from} and {@code n}
 *   <li>{@code index}: {@code bucket}, {@code id} (of the record), {@code line}, {@code version}, without {@code from} and {@code n};
 *       the values follow, if the record is in the bucket. Written by {@code record-places.lua}
 *   <li>{@code name}: {@code name}, without {@code from} and {@code n}; the entry follows ({@link RedisNames}). Written by
 *       {@code change-names.lua}
 *   <li>{@code pipe}: {@code step}, {@code sender}, {@code receiver}, {@code by}, {@code to}, {@code pipe}; the body follows, if
 *       there is one; in base64 with {@code bytes}
 *   <li>{@code presence}: {@code room}, {@code version}, {@code line}, {@code time}, without {@code from} and {@code n}; the changes
 *       follow. Written by {@code presence-change.lua}
 * </ul>
 *
 * Null fields are absent. Unknown fields are ignored, and messages that aren't understood are dropped: newer instances
 * send some while a cluster is being updated.
 */
final class MessageCodec {
    /** The beginning of the message that several records changed together; {@code write-record.lua} writes the rest. */
    static final String RECORDS_HEAD = "{\"kind\":\"records\"}\n";
    // JSON text contains no control characters.
    private static final String RECORD_SEPARATOR = "\u001e";

    private MessageCodec() {}

    /**
     * A message and its origin.
     *
     * @param from null if a script sends it
     * @param number increases with each message that the sender sends to anyone
     * @param after for an event: the last ones of other names that the sender sent before, by name
     */
    record Envelope(String from, long number, ClusterMessage message, Map<String, Long> after) {
        Envelope(String from, long number, ClusterMessage message) {
            this(from, number, message, Map.of());
        }

        /** An envelope for a script to send. */
        static Envelope unnumbered(ClusterMessage message) {
            return new Envelope(null, 0, message);
        }

        boolean isNumbered() {
            return from != null;
        }
    }

    /** The beginning of a channel's messages; {@code publish.lua} writes the rest. */
    static String channelHead(String channel) {
        return "{\"kind\":\"channel\",\"channel\":" + Json.quote(channel) + ",";
    }

    /** The beginning of the message that a record went back; {@code record-version.lua} writes the rest. */
    static String recordHead(String recordId) {
        return "{\"kind\":\"record\",\"id\":" + Json.quote(recordId) + ",";
    }

    /** Encodes every message except those that scripts write: a channel's messages, presence, and changes of several records. */
    static String encode(Envelope envelope) {
        JsonObjectBuilder head = Json.object();
        if (envelope.isNumbered()) {
            head.add("from", envelope.from()).add("n", envelope.number());
        }
        // Java 17 has no switch over sealed types.
        if (envelope.message() instanceof ClusterMessage.Delivery delivery) {
            return encode(head, delivery);
        }
        if (envelope.message() instanceof ClusterMessage.Call call) {
            return encode(head, call);
        }
        if (envelope.message() instanceof ClusterMessage.Piped piped) {
            return text(PipedForm.head(head, piped), PipedForm.body(piped));
        }
        if (envelope.message() instanceof ClusterMessage.RecordChange change) {
            return RecordForm.encode(head, change);
        }
        if (envelope.message() instanceof ClusterMessage.Fired fired) {
            head.add("kind", "event").add("name", fired.name());
            add(head, "follows", envelope.after());
            return text(head, fired.payload());
        }
        if (envelope.message() instanceof ClusterMessage.Late late) {
            head.add("kind", "late").add("millis", late.millis());
            add(head, "targets", late.late());
            return text(head, null);
        }
        return encode(head, (ClusterMessage.CallResult) envelope.message());
    }

    /** Empty if the text isn't a message that this version understands. */
    static Optional<Envelope> decode(String text) {
        int end = text.indexOf('\n');
        String body = end < 0 ? null : text.substring(end + 1);
        try {
            JsonObject head =
                    Json.readTrusted(end < 0 ? text : text.substring(0, end)).asJsonObject();
            ClusterMessage message = message(head, body);
            String from = head.getString("from", null);
            long number = head.containsKey("n") ? head.getJsonNumber("n").longValueExact() : 0;
            boolean understood = message != null && (isWrittenByScripts(message) || from != null && number > 0);
            return understood ? Optional.of(new Envelope(from, number, message, after(head))) : Optional.empty();
        } catch (RuntimeException e) {
            // JSON-P and the types of the fields have some ten ways to report that the form is wrong.
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

    private static String encode(JsonObjectBuilder head, ClusterMessage.CallResult result) {
        boolean failed = result.error() != null;
        head.add("kind", failed ? "error" : "result").add("id", result.callId());
        return text(head, failed ? result.error() : result.result());
    }

    private static String text(JsonObjectBuilder head, String body) {
        String line = head.build().toString();
        return body == null ? line : line + '\n' + body;
    }

    /** The content of such messages shows where they belong. */
    private static boolean isWrittenByScripts(ClusterMessage message) {
        return message instanceof ClusterMessage.Published
                || message instanceof ClusterMessage.RecordChange
                || message instanceof ClusterMessage.RecordChanges
                || message instanceof ClusterMessage.IndexChange
                || message instanceof ClusterMessage.NameChange
                || message instanceof ClusterMessage.PresenceChange;
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
            case "pipe" -> PipedForm.read(head, body);
            case "result" -> new ClusterMessage.CallResult(head.getString("id"), body, null);
            case "error" -> body == null ? null : new ClusterMessage.CallResult(head.getString("id"), null, body);
            case "event" ->
                body == null ? null : new ClusterMessage.Fired(head.getString("from"), head.getString("name"), body);
            case "late" ->
                new ClusterMessage.Late(
                        texts(head.getJsonArray("targets")),
                        head.getJsonNumber("millis").longValueExact());
            case "channel" ->
                body == null
                        ? null
                        : new ClusterMessage.Published(
                                head.getString("channel"),
                                new ChannelPlace(
                                        head.getString("epoch"),
                                        head.getJsonNumber("offset").longValueExact(),
                                        head.getJsonNumber("time").longValueExact()),
                                body);
            case "record" -> RecordForm.change(head, body);
            case "records" -> new ClusterMessage.RecordChanges(changes(body));
            case "index" -> RecordForm.indexChange(head, body);
            case "name" -> new ClusterMessage.NameChange(RedisNames.entry(head.getString("name"), body));
            case "presence" ->
                new ClusterMessage.PresenceChange(
                        head.getString("room"),
                        new PresenceDirectory.Version(
                                head.getString("line"),
                                head.getJsonNumber("version").longValueExact()),
                        head.getJsonNumber("time").longValueExact(),
                        body);
            default -> null;
        };
    }

    private static List<ClusterMessage.RecordChange> changes(String body) {
        return Stream.of(body.split(RECORD_SEPARATOR, -1))
                .map(text -> (ClusterMessage.RecordChange)
                        decode(text).map(Envelope::message).orElseThrow())
                .toList();
    }

    private static Map<String, Long> after(JsonObject head) {
        if (!head.containsKey("follows")) {
            return Map.of();
        }
        JsonObject after = head.getJsonObject("follows");
        return after.keySet().stream().collect(Collectors.toMap(name -> name, name -> after.getJsonNumber(name)
                .longValueExact()));
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

    private static void add(JsonObjectBuilder head, String name, Map<String, Long> numbers) {
        if (!numbers.isEmpty()) {
            JsonObjectBuilder object = Json.object();
            numbers.forEach(object::add);
            head.add(name, object);
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
