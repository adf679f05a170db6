package io.meshws.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange fails if a server or a client doesn't do its part. */
@Timeout(60)
class ChecksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NOOP = "{\"id\": 1, \"command\": \"mesh/noop\"}";

    private static Exchange exchange(String... steps) {
        List<Step> read = List.of(steps).stream()
                .map(step -> Step.read(Json.readTrusted(step).asJsonObject()))
                .toList();
        return new Exchange("test", Optional.empty(), Json.object().build(), 1, read);
    }

    private static final Exchange ASKS_NOOP = exchange(
            "{\"connect\": \"ada\"}",
            "{\"client\": \"ada\", \"call\": [\"command\", \"mesh/noop\"], \"frame\": " + NOOP + "}",
            "{\"server\": \"ada\", \"frame\": {\"id\": 1, \"command\": \"mesh/noop\", \"payload\": true}, \"result\": true}");

    private static final Exchange TAKES_ANY_PAYLOAD = exchange(
            "{\"connect\": \"ada\"}",
            "{\"client\": \"ada\", \"call\": [\"command\", \"mesh/noop\", 5], \"frame\": {\"id\": 1, \"command\": \"mesh/noop\"}}",
            "{\"server\": \"ada\", \"frame\": {\"id\": 1, \"command\": \"mesh/noop\"}, \"result\": null}");

    private static String said(String first, String last) throws Exception {
        return said(ASKS_NOOP, first, last);
    }

    /** The verdict on a server that answers a first request like this, and the check's last question too. */
    private static String said(Exchange exchange, String first, String last) throws Exception {
        try (PlayedServer server = new PlayedServer()) {
            CompletableFuture<Void> serving = new CompletableFuture<>();
            Thread serves = new Thread(() -> {
                try {
                    PlayedServer.Peer peer = server.next(PATIENCE);
                    peer.send("{\"command\": \"mesh/assign-id\", \"payload\": \"c1\"}");
                    peer.next(PATIENCE);
                    peer.send(first);
                    if (peer.next(PATIENCE) != null) {
                        peer.send(last);
                    }
                    serving.complete(null);
                } catch (NotConformingException | InterruptedException e) {
                    serving.completeExceptionally(e);
                }
            });
            serves.start();
            URI address = server.uri();
            String message = "";
            try {
                ServerCheck.run(List.of(address), exchange);
            } catch (NotConformingException e) {
                message = e.getMessage();
            }
            serves.join();
            serving.get(10, TimeUnit.SECONDS);
            return message;
        }
    }

    private static final String RIGHT = "{\"id\": 1, \"command\": \"mesh/noop\", \"payload\": true}";
    private static final String END = "{\"id\": 999999, \"command\": \"mesh/noop\", \"payload\": true}";

    @Test
    void aServerThatDoesItsPartPasses() throws Exception {
        assertEquals("", said(RIGHT, END));
    }

    @Test
    void anotherReplyIsFound() throws Exception {
        assertEquals(
                "step 3: ada received {\"id\":1,\"command\":\"mesh/noop\",\"payload\":1}: /payload is 1, and should be true",
                said(RIGHT.replace("true", "1"), END));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "{\"a\": 1}"})
    void aStepWithoutPayloadTakesAny(String payload) throws Exception {
        assertEquals("", said(TAKES_ANY_PAYLOAD, RIGHT.replace("true", payload), END));
    }

    @Test
    void aStepWithoutPayloadTakesAFrameWithout() throws Exception {
        assertEquals("", said(TAKES_ANY_PAYLOAD, RIGHT.replace(", \"payload\": true", ""), END));
    }

    @Test
    void aStepWithoutPayloadTakesNoOtherFrame() throws Exception {
        assertEquals(
                "step 3: ada received {\"id\":1,\"command\":\"mesh/nop\",\"payload\":true}: /command is \"mesh/nop\", and should be"
                        + " \"mesh/noop\"",
                said(TAKES_ANY_PAYLOAD, RIGHT.replace("noop", "nop"), END));
    }

    @Test
    void membersThatTheProtocolDoesNotNameDoNotCount() throws Exception {
        assertEquals("", said(RIGHT.replace("{", "{\"trace\": 7, "), END));
    }

    @Test
    void anIdThatNobodyAskedForIsFound() throws Exception {
        Exchange told = exchange(
                "{\"connect\": \"ada\"}",
                "{\"client\": \"ada\", \"frame\": {\"command\": \"mesh/noop\"}}",
                "{\"server\": \"ada\", \"frame\": {\"command\": \"mesh/noop\"}}");
        assertTrue(said(told, RIGHT, END).contains("/id is not expected"));
    }

    @Test
    void aFrameTooManyIsFound() throws Exception {
        assertEquals("at the end: ada received {\"command\":\"news\"} too", said(RIGHT, "{\"command\": \"news\"}"));
    }

    @Test
    void aServerThatIsNotThereIsSaidSo() {
        URI nobody;
        try (PlayedServer closed = new PlayedServer()) {
            nobody = closed.uri();
        }
        assertThrows(NotConformingException.class, () -> ServerCheck.run(List.of(nobody), ASKS_NOOP));
    }

    /** Connects, and then sends this, regardless of the call. */
    private static final class Sending implements Driver {
        private final String text;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private WireConnection connection;

        private Sending(String text) {
            this.text = text;
        }

        @Override
        public void tell(String line) throws NotConformingException {
            if (line.contains("connect")) {
                connection = new WireConnection(
                        URI.create(Json.readTrusted(line)
                                .asJsonObject()
                                .getJsonArray("arguments")
                                .getString(0)),
                        PATIENCE);
                lines.add("{\"client\":\"ada\",\"number\":1,\"result\":\"id-of-ada\"}");
            } else if (line.contains("noop")) {
                connection.send(text);
                lines.add("{\"client\":\"ada\",\"number\":2,\"result\":true}");
            } else {
                lines.add("{\"ended\":true}");
            }
        }

        @Override
        public String next(Duration patience) throws InterruptedException {
            return lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    @Test
    void aClientThatDoesItsPartPasses() throws Exception {
        try (Sending driver = new Sending(NOOP.replace("1", "77"))) {
            ClientCheck.run(driver, ASKS_NOOP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"payload\": null", ", \"payload\": [5]", ", \"trace\": 7"})
    void aClientMaySendMembersThatAStepDoesNotHave(String more) throws Exception {
        Exchange any = exchange(
                "{\"connect\": \"ada\"}",
                "{\"client\": \"ada\", \"call\": [\"command\", \"mesh/noop\"], \"frame\": {\"id\": 1, \"command\": \"mesh/noop\"}}",
                "{\"server\": \"ada\", \"frame\": " + RIGHT + ", \"result\": true}");
        try (Sending driver = new Sending(NOOP.replace("}", more + "}"))) {
            ClientCheck.run(driver, any);
        }
    }

    @Test
    void aClientThatSendsAnotherFrameIsFound() {
        try (Sending driver = new Sending("{\"id\": 1, \"command\": \"mesh/nop\"}")) {
            NotConformingException e =
                    assertThrows(NotConformingException.class, () -> ClientCheck.run(driver, ASKS_NOOP));
            assertEquals(
                    "step 2: ada sent {\"id\":1,\"command\":\"mesh/nop\"}: /command is \"mesh/nop\", and should be \"mesh/noop\"",
                    e.getMessage());
        }
    }
}
