package io.meshws.bench;

import io.meshws.bench.Scenario.Subject;
import java.util.List;
import java.util.Optional;

/** How a party wants to be spoken to. In a message, {@code %i} is its number and {@code %t} when it was sent. */
sealed interface Wire {
    /** The payload that is sent around; {@link Load} finds the time by the {@code @}, which nothing else contains. */
    String PAYLOAD = "{\"at\":\"@%t\",\"text\":\"" + "x".repeat(64) + "\"}";

    /** The path of the handshake. */
    String path();

    /** The steps of a client before it takes part, in order. */
    List<Step> greeting(Subject subject);

    /** The message of the scenario; empty if the party has no such thing. */
    Optional<String> message(Subject subject);

    /** The answer to a text that asks for a sign of life; otherwise null. */
    String answer(String text);

    /**
     * @param send nothing if null
     * @param expect a part of what the server then sends
     */
    record Step(String send, String expect) {}

    /** Frames of mesh, and of the Node server with the same names behind another prefix. */
    record Mesh(String path, String prefix) implements Wire {
        @Override
        public List<Step> greeting(Subject subject) {
            Step hello = new Step(null, prefix + "/assign-id");
            return switch (subject) {
                case ECHO -> List.of(hello);
                case ROOM -> List.of(hello, ask("join-room", "{\"roomName\":\"room\"}"));
                case RECORD_FULL ->
                    List.of(hello, ask("subscribe-record", "{\"recordId\":\"record\",\"mode\":\"full\"}"));
                case RECORD_PATCH ->
                    List.of(hello, ask("subscribe-record", "{\"recordId\":\"record\",\"mode\":\"patch\"}"));
                case CHANNEL -> List.of(hello, ask("subscribe-channel", "{\"channel\":\"channel\"}"));
            };
        }

        private Step ask(String command, String payload) {
            return new Step(
                    "{\"id\":1,\"command\":\"" + prefix + "/" + command + "\",\"payload\":" + payload + "}",
                    "\"success\":true");
        }

        @Override
        public Optional<String> message(Subject subject) {
            return Optional.of(
                    switch (subject) {
                        case ECHO -> request("echo", PAYLOAD);
                        case ROOM -> request("say", PAYLOAD);
                        case RECORD_FULL, RECORD_PATCH ->
                            request(
                                    prefix + "/publish-record-update",
                                    "{\"recordId\":\"record\",\"newValue\":" + PAYLOAD + "}");
                        case CHANNEL -> request("publish", PAYLOAD);
                    });
        }

        @Override
        public String answer(String text) {
            return text.contains("\"command\":\"ping\"") ? "{\"command\":\"pong\",\"payload\":{}}" : null;
        }
    }

    /** The endpoint without mesh. */
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
                case RECORD_FULL, RECORD_PATCH, CHANNEL -> Optional.empty();
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
                case RECORD_FULL, RECORD_PATCH, CHANNEL -> Optional.empty();
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
