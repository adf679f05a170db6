package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast clients may send commands, on every engine. */
abstract class CommandRatesContract extends MeshSetting {
    private static final int RATE = 10;
    private static final int BURST = 2 * RATE;
    private static final int USER_BURST = 3 * RATE;
    private static final Principal ANN = Identity.of("ann").principal();

    private final AtomicInteger run = new AtomicInteger();

    static MeshConfig.Builder settings() {
        return MeshConfig.builder()
                .set(MeshProperty.COMMANDS_PER_SECOND, RATE)
                .set(MeshProperty.USER_COMMANDS_PER_SECOND, USER_BURST / 2);
    }

    @BeforeEach
    void expose() {
        here.mesh.commands().expose("count", context -> run.incrementAndGet());
    }

    private static void send(TestClient client, int times) {
        for (int i = 0; i < times; i++) {
            client.request("count", "null");
        }
    }

    @Test
    void beyondTheBurstACommandIsRefusedUntilItsTimeComes() {
        TestClient client = here.connect();
        send(client, BURST);
        assertEquals(BURST, run.get());
        JsonValue refused = client.call("count", "null");
        assertEquals(
                json("{\"error\":\"Too many commands of this connection; try again in 101 ms\","
                        + "\"code\":\"ERATE\",\"name\":\"LimitError\",\"retryAfter\":101,"
                        + "\"limit\":\"mesh.commands-per-second\"}"),
                refused);
        assertEquals(BURST, run.get(), "the handler did not run");
        assertEquals(Map.of("ERATE", 1L, "mesh.commands-per-second", 1L), new Gauges(here.mesh).getRefusals());

        here.clock.advance(Duration.ofMillis(99));
        assertEquals("ERATE", code(client.call("count", "null")));
        here.clock.advance(Duration.ofMillis(1));
        assertEquals(json(Integer.toString(BURST + 1)), client.call("count", "null"));
        assertEquals("ERATE", code(client.call("count", "null")));
        assertNull(client.closeCode());
    }

    @Test
    void framesThatCannotBeReadCount() {
        TestClient client = here.connect();
        for (int i = 0; i < BURST / 2; i++) {
            client.sendText("{");
            here.mesh.binary(client.connection(), null);
        }
        client.sendText("{");
        here.mesh.binary(client.connection(), null);
        List<String> codes =
                client.events("mesh/error").stream().map(each -> code(each)).toList();
        assertEquals(BURST + 2, codes.size());
        assertFalse(codes.subList(0, BURST).contains("ERATE"), () -> "" + codes);
        assertEquals(List.of("ERATE", "ERATE"), codes.subList(BURST, BURST + 2));
    }

    @Test
    void eventsAndSignInsCountAndAnswersToTheServerDoNot() {
        TestClient client = here.connect();
        client.sendText("{\"command\":\"count\"}");
        client.request("mesh/authenticate", "{\"credential\":1}");
        send(client, BURST - 2);
        for (int i = 0; i < 3; i++) {
            client.sendText("{\"command\":\"pong\"}");
            client.sendText("{\"command\":\"latency:response\"}");
            client.sendText("{\"id\":\"s:1\",\"command\":\"mesh/reply\",\"payload\":1}");
        }
        assertEquals(BURST - 1, run.get());
        assertEquals(0, client.events("mesh/error").size());
        client.sendText("{\"command\":\"count\"}");
        assertEquals("ERATE", code(client.event("mesh/error")));
        assertEquals("ERATE", code(client.call("mesh/authenticate", "{\"credential\":1}")));
        assertEquals(BURST - 1, run.get());
    }

    @Test
    void aPipeThatIsTooFastIsSlowedAndLosesNothing() {
        for (TestInstance instance : List.of(here, there)) {
            instance.mesh.names().allow(Pattern.compile(".*"), (caller, name) -> true);
            instance.mesh.pipes().allow(Pattern.compile("ada"), Pattern.compile("bob"));
        }
        List<Integer> numbers = IntStream.rangeClosed(1, 3 * BURST).boxed().toList();
        try (PipeProcess ada = new PipeProcess(here, "ada");
                PipeProcess bob = new PipeProcess(there, "bob")) {
            ProcessPipe pipe = ada.open("bob", "p");
            ProcessPipe other = bob.open("ada", "p");
            List<CompletableFuture<Void>> sent =
                    numbers.stream().map(pipe::send).toList();
            Eventually.holds(() -> {
                here.clock.advance(Duration.ofSeconds(1));
                there.clock.advance(Duration.ofSeconds(1));
                ada.second();
                bob.second();
                return sent.stream().allMatch(CompletableFuture::isDone);
            });
            sent.forEach(CompletableFuture::join);
            assertEquals(numbers, other.taken);
        }
        assertTrue(new Gauges(here.mesh).getRefusals().containsKey("ERATE"));
    }

    @Test
    void oneConnectionThatIsTooFastHurtsNoOther() {
        TestClient fast = here.connect();
        send(fast, 5 * BURST);
        assertEquals(BURST, run.get());
        TestClient other = here.connect();
        send(other, BURST);
        assertEquals(2 * BURST, run.get());
    }

    @Test
    void theConnectionsOfAUserShareTheUsersRateOnAnInstance() {
        TestClient first = here.connect("192.0.2.1", ANN);
        TestClient second = here.connect("192.0.2.2", ANN);
        send(first, BURST);
        send(second, USER_BURST - BURST);
        assertEquals(USER_BURST, run.get());
        assertEquals("ERATE", code(second.call("count", "null")));
        second.vanish();
        here.mesh.tick();
        assertEquals("ERATE", code(here.connect("192.0.2.2", ANN).call("count", "null")), "a new one brings nothing");
        TestClient ben = here.connect("192.0.2.2", Identity.of("ben").principal());
        send(ben, BURST);
        assertEquals(USER_BURST + BURST, run.get());
        if (hasSeveral()) {
            there.mesh.commands().expose("count", context -> run.incrementAndGet());
            send(there.connect("192.0.2.1", ANN), BURST);
            assertEquals(USER_BURST + 2 * BURST, run.get(), "each instance counts for itself");
        }
    }
}
