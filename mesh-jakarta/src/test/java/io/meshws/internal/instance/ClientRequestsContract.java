package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The promises about the server's requests to its clients, on every engine. */
abstract class ClientRequestsContract extends MeshSetting {
    private static JsonObject request(TestClient client) {
        return client.await(
                frame -> frame.containsKey("id") && frame.getString("command").equals("ask"));
    }

    private static void answer(TestClient client, String payload) {
        client.sendText(
                "{\"id\":" + request(client).get("id") + ",\"command\":\"mesh/reply\",\"payload\":" + payload + "}");
    }

    @Test
    void aClientAnswersARequest() {
        TestClient a = there.connect();
        CompletableFuture<Integer> answer =
                here.mesh.connections().request(a.id(), "ask", Map.of("q", 1), Integer.class, LONG);
        JsonObject request = request(a);
        assertTrue(request.getString("id").startsWith("s:"));
        assertEquals(json("{\"q\":1}"), request.get("payload"));
        answer(a, "42");
        assertEquals(42, get(answer));
        answer(a, "43");
    }

    @Test
    void aClientsErrorFailsTheRequest() {
        TestClient a = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        answer(a, "{\"error\":\"no\",\"code\":\"EMINE\",\"name\":\"Mine\"}");
        CommandException e = (CommandException) failure(answer);
        assertEquals(List.of("no", "EMINE", "Mine"), List.of(e.getMessage(), e.code(), e.name()));
    }

    @Test
    void anAnswerThatDoesNotBindFailsTheRequest() {
        TestClient a = there.connect();
        CompletableFuture<Integer> answer = here.mesh.connections().request(a.id(), "ask", null, Integer.class, LONG);
        answer(a, "\"text\"");
        assertEquals("EPAYLOAD", code(answer));
    }

    @Test
    void anAnswerOfATypeThatCannotBeMadeFailsTheRequest() {
        TestClient a = there.connect();
        CompletableFuture<Runnable> answer = here.mesh.connections().request(a.id(), "ask", null, Runnable.class, LONG);
        answer(a, "{}");
        assertEquals(IllegalArgumentException.class, failure(answer).getClass());
    }

    @Test
    void aRequestTimesOut() {
        TestClient a = there.connect();
        CompletableFuture<String> answer =
                here.mesh.connections().request(a.id(), "ask", null, String.class, Duration.ofSeconds(2));
        request(a);
        there.clock.advance(Duration.ofSeconds(3));
        there.mesh.tick();
        assertEquals("ETIMEOUT", code(answer));
    }

    @Test
    void aRequestEndsInTimeAndDoesNotWaitForATick() {
        TestClient a = there.connect();
        CompletableFuture<String> brief =
                here.mesh.connections().request(a.id(), "ask", null, String.class, Duration.ofMillis(200));
        request(a);
        there.clock.advance(Duration.ofMillis(199));
        assertFalse(brief.isDone());
        there.clock.advance(Duration.ofMillis(1));
        assertEquals("ETIMEOUT", code(brief));
        TestClient b = there.connect();
        CompletableFuture<String> later =
                here.mesh.connections().request(b.id(), "ask", null, String.class, Duration.ofSeconds(4));
        request(b);
        there.clock.advance(Duration.ofSeconds(3));
        there.mesh.tick();
        assertFalse(later.isDone());
        there.clock.advance(Duration.ofSeconds(1));
        assertEquals("ETIMEOUT", code(later));
    }

    @Test
    void aTimeOutMayBeAsLongAsADurationIs() {
        TestClient a = there.connect();
        CompletableFuture<Integer> answer = here.mesh
                .connections()
                .request(a.id(), "ask", null, Integer.class, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        request(a);
        there.clock.advance(Duration.ofSeconds(20));
        there.mesh.tick();
        answer(a, "1");
        assertEquals(1, get(answer));
    }

    @Test
    void aRequestEndsWithTheConnection() {
        TestClient a = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        request(a);
        a.vanish();
        assertEquals("EGONE", code(answer));
        assertEquals("EGONE", code(here.mesh.connections().request(a.id(), "ask", null, String.class, LONG)));
    }

    @Test
    void aCancelledRequestIsForgotten() {
        TestClient a = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        request(a);
        assertTrue(answer.cancel(false));
        answer(a, "\"late\"");
        assertTrue(answer.isCancelled());
    }

    @Test
    void nobodyAnswersForAnother() {
        TestClient a = there.connect();
        TestClient thief = there.connect();
        CompletableFuture<String> answer = here.mesh.connections().request(a.id(), "ask", null, String.class, LONG);
        thief.sendText("{\"id\":" + request(a).get("id") + ",\"command\":\"mesh/reply\",\"payload\":\"stolen\"}");
        answer(a, "\"mine\"");
        assertEquals("mine", get(answer));
    }
}
