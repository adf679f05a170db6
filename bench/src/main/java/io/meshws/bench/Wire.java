package io.meshws.bench;

import io.meshws.bench.Scenario.Subject;
import java.util.List;
import java.util.Optional;

/** How a party wants to be spoken to. In a message, {@code %i} is its number and {@code %t} when it was sent; {@code %c}
 * is the number of the connection, and {@code %r} that of the rooms. */
sealed interface Wire {
    /** The payload that is sent around; {@link Load} finds the time by the {@code @}, which nothing else contains. */
    String PAYLOAD = "{\"at\":\"@%t\",\"text\":\"" + "x".repeat(64) + "\"}";

    /** The payload that goes to one room of several. */
    String AROUND = "{\"rooms\":%r," + PAYLOAD.substring(1);

    /** The path of the handshake. */
    String path();

    /** The steps of a client before it takes part, in order. */
    List<Step> greeting(Subject subject);

    /** The message of the scenario; empty if there is none, or the party has no such thing. */
    Optional<String> message(Subject subject);

    /** The answer to a text that asks for a sign of life; otherwise null. */
    String answer(String text);

    /**
     * @param send nothing if null
     * @param expect a part of the frame that the server then sends
     * @param receivers whether only those take it that receive messages
     */
    record Step(String send, String expect, boolean receivers) {
        Step(String send, String expect) {
            this(send, expect, false);
        }
    }

    /** Frames of mesh, and of the Node server with the same names behind another prefix. */
    record Mesh(String path, String prefix) implements Wire {
        @Override
        public List<Step> greeting(Subject subject) {
            Step hello = new Step(null, prefix + "/assign-id");
            return switch (subject) {
                case NOTHING, ECHO, RECORD_WRITERS -> List.of(hello);
                case ROOMS -> List.of(hello, new Step(call("enter", "{\"member\":%c,\"rooms\":%r}"), "\"id\":1"));
                case ROOM -> List.of(hello, new Step(call("join", "null"), "\"id\":1"));
                case RECORD_FULL ->
                    List.of(hello, ask("subscribe-record", "{\"recordId\":\"record\",\"mode\":\"full\"}"));
                case RECORD_PATCH ->
                    List.of(hello, ask("subscribe-record", "{\"recordId\":\"record\",\"mode\":\"patch\"}"));
                case PRESENCE ->
                    List.of(
                            hello,
                            new Step(call("attend", "null"), "\"id\":1"),
                            new Step(
                                    call(prefix + "/subscribe-presence", "{\"roomName\":\"presence\"}"),
                                    "\"success\":true",
                                    true));
                case CHANNEL -> List.of(hello, ask("subscribe-channel", "{\"channel\":\"channel\"}"));
            };
        }

        private Step ask(String command, String payload) {
            return new Step(call(prefix + "/" + command, payload), "\"success\":true");
        }

        private static String call(String command, String payload) {
            return "{\"id\":1,\"command\":\"" + command + "\",\"payload\":" + payload + "}";
        }

        @Override
        public Optional<String> message(Subject subject) {
            return switch (subject) {
                case NOTHING -> Optional.empty();
                case ECHO -> Optional.of(request("echo", PAYLOAD));
                case ROOM -> Optional.of(request("say", PAYLOAD));
                case ROOMS -> Optional.of(request("say-around", AROUND));
                case RECORD_FULL, RECORD_PATCH -> Optional.of(write("record"));
                case RECORD_WRITERS -> Optional.of(write("record-%c"));
                case PRESENCE ->
                    Optional.of(request(
                            prefix + "/publish-presence-state",
                            "{\"roomName\":\"presence\",\"state\":" + PAYLOAD + "}"));
                case CHANNEL -> Optional.of(request("publish", PAYLOAD));
            };
        }

        private String write(String record) {
            return request(
                    prefix + "/publish-record-update",
                    "{\"recordId\":\"" + record + "\",\"newValue\":" + PAYLOAD + "}");
        }

        @Override
        public String answer(String text) {
            if (text.contains("\"command\":\"ping\"")) {
                return "{\"command\":\"pong\",\"payload\":{}}";
            }
            return text.contains("\"command\":\"latency:request\"")
                    ? "{\"command\":\"latency:response\",\"payload\":{}}"
                    : null;
        }
    }

    /** The endpoint without mesh, and Atmosphere with the same frames. */
    record Bare() implements Wire {
        @Override
        public String path() {
            return "/bare";
        }

        @Override
        public List<Step> greeting(Subject subject) {
            return List.of();
        }

        @Override
        public Optional<String> message(Subject subject) {
            return switch (subject) {
                case ECHO -> Optional.of(request("echo", PAYLOAD));
                case ROOM -> Optional.of(request("say", PAYLOAD));
                case ROOMS -> Optional.of(request("say-around", AROUND));
                case NOTHING, RECORD_FULL, RECORD_PATCH, RECORD_WRITERS, PRESENCE, CHANNEL -> Optional.empty();
            };
        }

        @Override
        public String answer(String text) {
            return null;
        }
    }

    /** Packets of Socket.IO 4 in those of Engine.IO 4, one a frame. Its servers put every client into the room. */
    record SocketIo() implements Wire {
        @Override
        public String path() {
            return "/socket.io/?EIO=4&transport=websocket";
        }

        @Override
        public List<Step> greeting(Subject subject) {
            return List.of(new Step(null, "\"sid\""), new Step("40", "40{"));
        }

        @Override
        public Optional<String> message(Subject subject) {
            return switch (subject) {
                case ECHO -> Optional.of("42%i[\"echo\"," + PAYLOAD + "]");
                case ROOM -> Optional.of("42[\"say\"," + PAYLOAD + "]");
                case NOTHING, ROOMS, RECORD_FULL, RECORD_PATCH, RECORD_WRITERS, PRESENCE, CHANNEL -> Optional.empty();
            };
        }

        @Override
        public String answer(String text) {
            return text.equals("2") ? "3" : null;
        }
    }

    private static String request(String command, String payload) {
        return "{\"id\":%i,\"command\":\"" + command + "\",\"payload\":" + payload + "}";
    }
}
