package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises about requests that come again, on the connection of another instance if there is one. */
abstract class RepeatsContract extends MeshSetting {
    private final String name = UUID.randomUUID().toString();
    private final AtomicInteger paid = new AtomicInteger();
    private final CompletableFuture<Integer> receipt = new CompletableFuture<>();
    private long lastId = 1000;

    @BeforeEach
    void expose() {
        Stream.of(here, there).distinct().forEach(instance -> {
            instance.mesh.registry().expose("pay", context -> paid.incrementAndGet());
            instance.mesh.registry().expose("fail", context -> {
                paid.incrementAndGet();
                throw new CommandException("ENOMONEY", "There is none");
            });
            instance.mesh.registry().expose("slow", context -> {
                paid.incrementAndGet();
                return receipt;
            });
        });
    }

    private long send(TestClient client, String command, String once) {
        long id = ++lastId;
        client.sendText("{\"id\":" + id + ",\"command\":\"" + command + "\",\"once\":" + once + ",\"payload\":null}");
        return id;
    }

    private String once(long number, long answered) {
        return "{\"client\":\"" + name + "\",\"number\":" + number + ",\"answered\":" + answered + "}";
    }

    /** Once the answer of the first time is kept, which takes a moment. */
    private String answer(TestClient client, String command, long number, long answered) {
        return answer(client, send(client, command, once(number, answered)));
    }

    private String answer(TestClient client, long id) {
        return awaited(client, id).toString();
    }

    private JsonValue answered(TestClient client, String command, String once) {
        return awaited(client, send(client, command, once));
    }

    private JsonValue awaited(TestClient client, long id) {
        Eventually.holds(() -> {
            here.mesh.tick();
            there.mesh.tick();
            return client.received().stream().anyMatch(frame -> frame.getInt("id", 0) == id);
        });
        return client.reply(id);
    }

    private static JsonObject greeting(TestClient client) {
        return client.await(frame -> frame.getString("command").equals("mesh/assign-id"));
    }

    @Test
    void theServerSaysHowLongItRemembers() {
        assertEquals(300, greeting(here.connect()).getInt("once"));
    }

    @Test
    void aServerWithItsOwnMemoryNamesIt() {
        String memory = greeting(here.connect()).getString("memory", null);
        assertEquals(hasSeveral(), memory == null);
        assertEquals(memory, greeting(there.connect()).getString("memory", null));
        if (!hasSeveral()) {
            try (TestInstance another = newInstance()) {
                assertNotEquals(memory, greeting(another.connect()).getString("memory"));
            }
        }
    }

    @Test
    void aRequestThatAnotherUserSendsAgainDoesNotRunAgain() {
        TestClient nobody = here.connect();
        assertEquals("1", answer(nobody, "pay", 1, 0));
        TestClient ada = there.connect("192.0.2.1", () -> "ada");
        assertTrue(answer(ada, "pay", 1, 0).contains("EUNKNOWN"));
        assertEquals("2", answer(ada, "pay", 2, 0));
        assertEquals("2", answer(here.connect("192.0.2.2", () -> "ada"), "pay", 2, 0));
        assertTrue(answer(here.connect("192.0.2.1", () -> "bob"), "pay", 2, 0).contains("EUNKNOWN"));
        assertTrue(answer(there.connect(), "pay", 2, 0).contains("EUNKNOWN"));
        assertEquals(2, paid.get());
    }

    @Test
    void aRequestThatComesAgainRunsOnceAndIsAnsweredAlike() {
        TestClient first = here.connect();
        assertEquals("1", answer(first, "pay", 1, 0));
        first.vanish();
        TestClient second = there.connect();
        assertEquals("1", answer(second, "pay", 1, 0));
        assertEquals("1", answer(second, "pay", 1, 0));
        assertEquals("2", answer(second, "pay", 2, 0));
        assertEquals(2, paid.get());
    }

    @Test
    void aFailureIsAnAnswer() {
        assertTrue(answer(here.connect(), "fail", 1, 0).contains("ENOMONEY"));
        assertTrue(answer(there.connect(), "fail", 1, 0).contains("ENOMONEY"));
        assertEquals(1, paid.get());
    }

    @Test
    void oneThatStillRunsIsAnsweredWhenItHasRun() {
        TestClient first = here.connect();
        send(first, "slow", once(1, 0));
        Eventually.holds(() -> paid.get() == 1);
        first.vanish();
        TestClient second = there.connect();
        long again = send(second, "slow", once(1, 0));
        receipt.complete(77);
        assertEquals("77", answer(second, again));
        assertEquals(1, paid.get());
    }

    @Test
    void answersThatTheClientConfirmsAreForgotten() {
        TestClient client = here.connect();
        answer(client, "pay", 1, 0);
        answer(client, "pay", 2, 1);
        assertTrue(answer(there.connect(), "pay", 1, 0).contains("EUNKNOWN"));
        assertEquals(2, paid.get());
    }

    @Test
    void anotherCommandUnderTheSameNumberIsRefused() {
        TestClient client = here.connect();
        answer(client, "pay", 1, 0);
        assertTrue(answer(client, "fail", 1, 0).contains("EBADFRAME"));
        assertEquals(1, paid.get());
    }

    /** UTF-8 has no form for half a pair; encoders make a question mark of it. */
    @Test
    void textsThatDifferInHalfAPairAreNotTheSame() {
        Stream.of(here, there).distinct().forEach(instance -> {
            instance.mesh.registry().expose("half\ud83d", context -> paid.incrementAndGet() + "\ud83d");
            instance.mesh.registry().expose("half\udc00", context -> paid.incrementAndGet() + "\udc00");
        });
        String other = once(1, 0).replace(name, name + "\\udc00");
        TestClient client = here.connect();
        assertEquals(
                "\"1\\ud83d\"",
                Json.text(answered(client, "half\\ud83d", once(1, 0).replace(name, name + "\\ud83d"))));
        client.vanish();
        assertEquals("\"2\\udc00\"", Json.text(answered(there.connect(), "half\\udc00", other)));
        assertEquals("\"2\\udc00\"", Json.text(answered(here.connect(), "half\\udc00", other)));
        assertTrue(answered(there.connect(), "half\\ud83d", other).toString().contains("EBADFRAME"));
        assertEquals(2, paid.get());
    }

    @Test
    void requestsOfOneClientRunInTheirOrder() {
        TestClient client = here.connect();
        long[] ids = new long[100];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = send(client, "pay", once(i + 1, 0));
        }
        for (int i = 0; i < ids.length; i++) {
            assertEquals(Integer.toString(i + 1), answer(client, ids[i]));
        }
    }

    @Test
    void aClientThatNumbersNothingIsUndisturbed() {
        TestClient client = here.connect();
        assertEquals("1", client.call("pay", "null").toString());
        assertEquals("2", client.call("pay", "null").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "{}",
                "{\"client\":\"\",\"number\":1,\"answered\":0}",
                "{\"client\":\"c\",\"number\":1,\"answered\":1}",
                "{\"client\":\"c\",\"number\":1.5,\"answered\":0}",
                "{\"client\":\"c\",\"number\":1e300,\"answered\":0}",
                "{\"client\":\"c\",\"number\":1,\"answered\":-1}"
            })
    void aNumberOfAnotherFormIsRefusedAndNothingRuns(String once) {
        TestClient client = here.connect();
        assertTrue(client.reply(send(client, "pay", once)).toString().contains("EBADFRAME"));
        assertEquals(0, paid.get());
    }
}
