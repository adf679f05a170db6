package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.application.Arrivals.Departure;
import io.meshws.it.application.AskingCommands.News;
import io.meshws.it.application.AskingCommands.Question;
import io.meshws.it.application.Person;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Clients that connect, disconnect, break and are asked, as an application sees them. */
@ArquillianTest
class ApplicationClientsIT extends ApplicationSetting {
    /** The requests of a client, more than all buffers take. */
    private static final int MANY = 400;

    private static final String LONG_TEXT = "a".repeat(100_000);

    @Test
    void connectionsAreAnnouncedWhenTheyOpenAndClose() throws Exception {
        MeshClient watcher = connect();
        MeshClient other = client("/mesh", Map.of());
        CompletableFuture<String> welcome = new CompletableFuture<>();
        other.on("welcome", String.class, welcome::complete);
        String id = other.connectSync();

        assertEquals(id, welcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, watcher.commandSync("arrived", id, int.class));
        assertEquals(List.of(), departures(watcher, id));

        other.close();

        Eventually.equal("told once", PATIENCE, List.of(new Departure(id, 1000)), () -> departures(watcher, id));
    }

    @Test
    void connectionsThatBreakWhileTheyOpenAreAnnouncedAsClosedToo() {
        MeshClient watcher = connect();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try (WireClient other = WireClient.connect(uri("/mesh"))) {
                ids.add(assignedId(other));
            }
        }

        for (String id : ids) {
            Eventually.equal(
                    "told once", PATIENCE, 1, () -> departures(watcher, id).size());
        }
    }

    @Test
    void aConnectionThatAnObserverOfItsOpeningClosesIsAnnouncedAsClosedAtOnce() {
        MeshClient watcher = connect();
        String id;
        try (WireClient other = WireClient.connect(uri("/mesh?unwelcome"))) {
            id = assignedId(other);
            assertEquals(1000, other.awaitClose().code());
        }

        // Pings would find it too, and report 4002.
        Eventually.equal("told once", PATIENCE, List.of(new Departure(id, 1000)), () -> departures(watcher, id));
    }

    @Test
    void aConnectionThatBreaksIsAnnouncedAsClosed() {
        MeshClient watcher = connect();
        String id;
        try (WireClient other = WireClient.connect(uri("/mesh"))) {
            id = assignedId(other);
            other.await(frame -> frame.contains("\"welcome\""), WireClient.SOON);
        }

        Eventually.equal("told once", PATIENCE, List.of(new Departure(id, 1006)), () -> departures(watcher, id));
    }

    @Test
    void aClientThatGoesInTheMiddleOfACommandHarmsNobody() {
        MeshClient watcher = connect();
        try (WireClient gone = WireClient.connect(uri("/mesh"))) {
            gone.send("{\"id\":1,\"command\":\"park\",\"payload\":\"" + key + "\"}");
            Eventually.holds("parked", PATIENCE, () -> watcher.commandSync("is-parked", key, boolean.class));
        }
        Eventually.holds("gone", PATIENCE, () -> !watcher.commandSync("is-parked", key, boolean.class));

        assertFalse(watcher.commandSync("unpark", key, boolean.class));
        assertEquals("A", watcher.commandSync("upper", "a", String.class));
    }

    /** The server's own buffers are bounded too: on Payara, all of this fitted into Grizzly's queue and the socket. */
    @Test
    void aClientThatDoesNotReadIsClosedWhenTooMuchWaitsForIt() {
        MeshClient watcher = connect();
        try (DeafClient deaf = new DeafClient(uri("/mesh"))) {
            String id = deaf.id(PATIENCE);
            watcher.commandSync("send-news-to", new News(id, 100_000, 100), JsonValue.class);

            Eventually.equal("closed", PATIENCE, List.of(new Departure(id, 4001)), () -> departures(watcher, id));
        }
        assertEquals("A", watcher.commandSync("upper", "a", String.class));
    }

    @Test
    void aClientThatDoesNotReadItsRepliesIsNotReadUntilItDoes() {
        MeshClient watcher = connect();
        try (DeafClient deaf = new DeafClient(uri("/mesh"))) {
            String id = deaf.id(PATIENCE);
            CompletableFuture<Void> sent = deaf.sendAll(MANY, "upper", LONG_TEXT);
            Eventually.holds("the server reads no more", PATIENCE, deaf::isStalled);
            assertFalse(sent.isDone());
            assertEquals("A", watcher.commandSync("upper", "a", String.class));

            deaf.listen();
            join(sent);
            List<Long> all = LongStream.rangeClosed(1, MANY).boxed().toList();
            Eventually.equal("all are answered", PATIENCE, all, deaf::answered);
            assertEquals(List.of(), departures(watcher, id));
        }
    }

    /** The server stops reading, and reads on, before it has begun to. */
    @Test
    void requestsAreAnsweredThatComeDuringABurstWhileTheConnectionOpens() {
        try (WireClient eager = WireClient.connect(uri("/mesh?burst"))) {
            for (int id = 1; id <= 3; id++) {
                eager.send("{\"id\":" + id + ",\"command\":\"next\",\"payload\":" + id + "}");
            }
            for (int id = 1; id <= 3; id++) {
                String start = "{\"id\":" + id + ",";
                assertTrue(
                        eager.await(frame -> frame.startsWith(start), PATIENCE).contains("\"payload\":" + (id + 1)));
            }
        }
    }

    @Test
    void aClientThatIsNotReadAndGoesIsGoneAtOnce() {
        MeshClient watcher = connect();
        String id;
        try (DeafClient deaf = new DeafClient(uri("/mesh"))) {
            id = deaf.id(PATIENCE);
            deaf.sendAll(MANY, "upper", LONG_TEXT);
            Eventually.holds("the server reads no more", PATIENCE, deaf::isStalled);
        }
        // Limits would find it too, and report 4001 or 4002.
        Eventually.equal("told once", PATIENCE, List.of(new Departure(id, 1006)), () -> departures(watcher, id));
    }

    @Test
    void aClientAnswersRequestsOfTheServer() {
        MeshClient client = connect();
        client.onRequest("confirm", String.class, text -> text.equals("Sure?"));
        client.onRequest("who", JsonValue.class, nothing -> new Person("Ada", 36));
        client.onRequest("later", int.class, number -> CompletableFuture.supplyAsync(() -> number + 1));

        assertEquals(
                JsonValue.TRUE, ask(client, "ask-me", "confirm", Json.provider().createValue("Sure?")));
        assertEquals("Ada", client.commandSync("ask-me-for-person", question("who", JsonValue.NULL), String.class));
        assertEquals(
                "8",
                ask(client, "ask-me", "later", Json.provider().createValue(7)).toString());
    }

    @Test
    void aClientsRefusalReachesTheAskingInstance() {
        MeshClient client = connect();
        client.onRequest("refuse", JsonValue.class, nothing -> {
            throw new MeshClientException("EMOOD", "MoodError", "Not today");
        });
        client.onRequest("who", JsonValue.class, nothing -> "not a person");

        assertFails(client, "ask-me", question("refuse", JsonValue.NULL), "EMOOD", "Not today");
        assertFails(
                client, "ask-me", question("unknown", JsonValue.NULL), "ENOTFOUND", "Command \"unknown\" not found");
        assertFails(client, "ask-me-for-person", question("who", JsonValue.NULL), "EPAYLOAD", "payload: ");
    }

    @Test
    void aRequestOfTheServerThatNobodyAnswersEndsInTime() {
        try (WireClient client = WireClient.connect(uri("/mesh"))) {
            client.send(
                    "{\"id\":1,\"command\":\"ask-me\",\"payload\":{\"command\":\"confirm\",\"timeoutMillis\":200}}");
            String asked = client.await(frame -> frame.contains("\"confirm\""), WireClient.SOON);
            assertTrue(asked.startsWith("{\"id\":\"s:"), asked);

            String reply = reply(client, 1);

            assertTrue(reply.contains("\"code\":\"ETIMEOUT\""), reply);
        }
    }

    @Test
    void aRequestOfTheServerCanBeCancelledAndALateAnswerIsIgnored() {
        try (WireClient client = WireClient.connect(uri("/mesh"))) {
            client.send("{\"id\":1,\"command\":\"ask-me-and-cancel\","
                    + "\"payload\":{\"command\":\"confirm\",\"timeoutMillis\":60000}}");
            String asked = client.await(frame -> frame.contains("\"confirm\""), WireClient.SOON);
            assertTrue(reply(client, 1).endsWith("\"payload\":true}"));
            String id = Json.readTrusted(asked).asJsonObject().getString("id");

            client.send("{\"id\":\"" + id + "\",\"command\":\"mesh/reply\",\"payload\":1}");
            client.send("{\"id\":2,\"command\":\"mesh/noop\",\"payload\":{}}");

            assertTrue(reply(client, 2).endsWith("\"payload\":true}"));
            assertEquals(
                    List.of(),
                    client.received().stream()
                            .filter(frame -> frame.contains("error"))
                            .toList());
        }
    }

    @Test
    void aRequestEndsWhenItsClientGoes() {
        MeshClient watcher = connect();
        try (WireClient other = WireClient.connect(uri("/mesh"))) {
            String id = assignedId(other);
            // It can be asked once it was let in, and its id is told before.
            other.await(frame -> frame.contains("\"welcome\""), WireClient.SOON);
            CompletableFuture<String> asked = watcher.command("ask", id, String.class);
            other.await(frame -> frame.contains("\"anything\""), WireClient.SOON);

            other.leave();

            assertEquals("EGONE", join(asked));
        }
    }

    private static JsonValue ask(MeshClient client, String command, String asked, JsonValue payload) {
        return client.commandSync(command, question(asked, payload), JsonValue.class);
    }

    private static Question question(String command, JsonValue payload) {
        return new Question(command, payload, 1500);
    }
}
