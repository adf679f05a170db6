package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls reach the holder of a name, wherever it is. */
abstract class NameCallsContract extends NamesSetting {
    private CompletableFuture<Integer> ask(TestInstance instance) {
        return ask(instance, LONG);
    }

    private CompletableFuture<Integer> ask(TestInstance instance, Duration within) {
        return instance.mesh.names().request(till, "ask", "?", Integer.class, within);
    }

    @Test
    void theHolderAnswersRequestsAndGetsEvents() {
        TestClient a = there.connect();
        taken(a, till, "a");
        int number = 0;
        for (TestInstance instance : List.of(here, there)) {
            number++;
            CompletableFuture<Integer> answer =
                    instance.mesh.names().request(till, "ask" + number, "?", Integer.class, LONG);
            assertEquals(json("\"?\""), asked(a, "ask" + number).get("payload"));
            answer(a, "ask" + number, "42");
            assertEquals(42, get(answer));
            assertTrue(get(instance.mesh.names().send(till, "event" + number, List.of(1, 2))));
            assertEquals(json("[1,2]"), a.event("event" + number));
        }
    }

    @Test
    void nobodyIsAnsweredAtOnce() {
        CommandException nobody = (CommandException) failure(ask(here));
        assertEquals("ENOTFOUND", nobody.code());
        assertTrue(nobody.getMessage().contains(till));
        assertFalse(get(here.mesh.names().send(till, "event", 1)));
        assertThrows(IllegalArgumentException.class, () -> here.mesh.names().send(till, "mesh/ping", 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> here.mesh.names().request(till, "mesh/ping", 1, Integer.class, LONG));
    }

    @Test
    void theClientsErrorIsTheCallers() {
        TestClient a = there.connect();
        taken(a, till, "a");
        CompletableFuture<Integer> answer = ask(here);
        answer(a, "ask", "{\"error\":\"no\",\"code\":\"EMINE\",\"name\":\"Mine\"}");
        CommandException e = (CommandException) failure(answer);
        assertEquals(List.of("no", "EMINE", "Mine"), List.of(e.getMessage(), e.code(), e.name()));
    }

    @Test
    void callsWaitForAHolderThatIsAwayAndComesBack() {
        TestClient a = there.connect();
        taken(a, till, "me");
        assertTrue(get(here.mesh.names().send(till, "before", 1)));
        a.vanish();
        untilAway(till);
        CompletableFuture<Integer> answer = ask(here);
        List<CompletionStage<Boolean>> sent = IntStream.range(0, 20)
                .mapToObj(i -> here.mesh.names().send(till, "n", i))
                .toList();
        here.mesh.tick();
        there.mesh.tick();
        assertFalse(answer.isDone());

        TestClient again = here.connect();
        taken(again, till, "me");
        answer(again, "ask", "1");
        assertEquals(1, get(answer));
        sent.forEach(each -> assertTrue(get(each)));
        assertEquals(
                IntStream.range(0, 20).mapToObj(i -> json(Integer.toString(i))).toList(), again.events("n"));
        assertEquals(List.of(), again.events("before"));
    }

    @Test
    void tenThousandCallsOfAnInstanceMayWaitAndNoMore() {
        Duration within = Duration.ofSeconds(2);
        TestClient a = there.connect();
        taken(a, till, "me");
        a.vanish();
        untilAway(till);
        List<CompletableFuture<Integer>> waiting =
                IntStream.range(0, 10_000).mapToObj(i -> ask(here, within)).toList();
        assertEquals("EBUSY", code(ask(here, within)));
        assertEquals("EBUSY", code(here.mesh.names().send(till, "event", 1)));
        waiting.get(0).cancel(false);
        CompletableFuture<Integer> next = ask(here, within);
        assertFalse(next.isDone());
        assertEquals("EBUSY", code(ask(here, within)));

        here.clock.advance(within.plusSeconds(1));
        here.mesh.tick();
        assertEquals("ETIMEOUT", code(next));
        assertEquals("ETIMEOUT", code(waiting.get(9_999)));
    }

    @Test
    void aRequestToAHolderThatStaysAwayEndsInTime() {
        TestClient a = there.connect();
        taken(a, till, "me");
        a.vanish();
        untilAway(till);
        CompletableFuture<Integer> answer =
                here.mesh.names().request(till, "ask", 1, Integer.class, Duration.ofSeconds(2));
        here.clock.advance(Duration.ofSeconds(1));
        here.mesh.tick();
        assertFalse(answer.isDone());
        CompletableFuture<Integer> shorter =
                here.mesh.names().request(till, "ask", 1, Integer.class, Duration.ofMillis(900));
        here.clock.advance(Duration.ofMillis(899));
        assertFalse(shorter.isDone());
        // No tick from now on.
        here.clock.advance(Duration.ofMillis(1));
        assertEquals("ETIMEOUT", code(shorter));
        assertFalse(answer.isDone());
        here.clock.advance(Duration.ofMillis(100));
        assertEquals("ETIMEOUT", code(answer));
        assertEquals(0, here.clock.planned());
    }

    @Test
    void aCallThatTheHolderMayHaveSeenIsNotRepeated() {
        TestClient a = there.connect();
        taken(a, till, "me");
        CompletableFuture<Integer> answer = ask(here);
        asked(a, "ask");
        a.vanish();
        assertEquals("EUNKNOWN", code(answer));
        TestClient again = there.connect();
        taken(again, till, "me");
        assertTrue(get(here.mesh.names().send(till, "after", 1)));
        again.event("after");
        assertTrue(again.received().stream()
                .noneMatch(frame -> frame.getString("command").equals("ask")));
    }

    @Test
    void aConnectionThatLostTheNameIsNotCalledByIt() {
        String open = "free-for-all-" + till;
        TestClient a = there.connect();
        TestClient b = here.connect();
        taken(a, open, "a");
        assertTrue(get(here.mesh.names().send(open, "first", 1)));
        a.event("first");
        take(b, open, "b", ",\"ifTaken\":\"replace\"");
        a.event("mesh/name-lost");
        assertTrue(get(there.mesh.names().send(open, "second", 1)));
        b.event("second");
        assertEquals(List.of(), a.events("second"));
    }

    @Test
    void aCancelledRequestIsForgotten() {
        TestClient a = there.connect();
        taken(a, till, "a");
        CompletableFuture<Integer> answer = ask(here);
        asked(a, "ask");
        assertTrue(answer.cancel(false));
        Eventually.equal("in flight", 0, () -> a.connection().load().inFlight());
    }

    @Test
    void eventsOfOneThreadArriveInOrderThroughAnyChangeOfTheHolder() {
        TestClient client = there.connect();
        taken(client, till, "me");
        List<TestClient> all = new ArrayList<>(List.of(client));
        List<CompletionStage<Boolean>> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.add(here.mesh.names().send(till, "n", i));
            if (i % 50 == 49) {
                all.get(all.size() - 1).vanish();
                TestClient next = (i % 100 == 49 ? here : there).connect();
                taken(next, till, "me");
                all.add(next);
            }
        }
        sent.forEach(each -> assertTrue(get(each)));
        assertTrue(get(here.mesh.names().send(till, "end", 1)));
        all.get(all.size() - 1).event("end");
        List<JsonValue> arrived = new ArrayList<>();
        all.forEach(each -> arrived.addAll(each.events("n")));
        List<Integer> numbers =
                arrived.stream().map(each -> Integer.parseInt(each.toString())).toList();
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    }
}
