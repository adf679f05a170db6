package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.HostedName;
import io.meshws.NameFreed;
import io.meshws.NameHolder;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names whose holders don't come back; the grace is very short. */
abstract class NameEndsContract extends NamesSetting {
    private void eventually(BooleanSupplier condition) {
        TestInstance.eventually(condition, here, there);
    }

    @Test
    void aNameIsFreedOnceWhenItsGraceIsOver() {
        TestClient a = there.connect();
        taken(a, till, "a");
        a.vanish();
        eventually(() -> holder(here, till).isEmpty());
        eventually(() -> Stream.of(here, there)
                        .distinct()
                        .flatMap(instance -> told(instance).stream())
                        .filter(("freed " + till)::equals)
                        .count()
                == 1);
        TestClient b = here.connect();
        taken(b, till, "b");
        assertEquals(Optional.of(b.id()), holder(there, till).orElseThrow().connectionId());
        NameHolder freed = Stream.of(here, there)
                .flatMap(instance -> instance.names.stream())
                .filter(NameFreed.class::isInstance)
                .map(event -> ((NameFreed) event).holder())
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(a.id()), freed.connectionId());
    }

    @Test
    void callsToAHolderThatStaysAwayFailWhenTheNameIsFreed() {
        TestClient a = there.connect();
        taken(a, till, "a");
        assertTrue(get(here.mesh.names().send(till, "first", 1)));
        a.vanish();
        untilAwayOrFree();
        CompletableFuture<Integer> answer = here.mesh.names().request(till, "ask", 1, Integer.class, LONG);
        CompletionStage<Boolean> sent = here.mesh.names().send(till, "event", 1);
        eventually(() -> answer.isDone() && sent.toCompletableFuture().isDone());
        assertEquals("ENOTFOUND", code(answer));
        assertFalse(get(sent));
    }

    private void untilAwayOrFree() {
        Eventually.holds(
                "away", () -> holder(here, till).map(NameHolder::isAway).orElse(true));
    }

    /** Without a tick. */
    private void oneShotsUntil(BooleanSupplier condition) {
        Eventually.holds(() -> {
            Stream.of(here, there).distinct().forEach(instance -> instance.clock.advance(Duration.ofMillis(10)));
            return condition.getAsBoolean();
        });
    }

    private List<String> toldAll() {
        return Stream.of(here, there)
                .distinct()
                .flatMap(instance -> told(instance).stream())
                .toList();
    }

    @Test
    void aOneShotAnnouncesTheEndOfAGraceToCallersThatWaitForTheHolder() {
        TestClient a = there.connect();
        taken(a, till, "a");
        assertTrue(get(here.mesh.names().send(till, "first", 1)));
        a.vanish();
        Eventually.holds(() -> there.clock
                .next()
                .filter(next -> next.compareTo(Duration.ofMillis(250)) < 0)
                .isPresent());
        CompletableFuture<Integer> answer = here.mesh.names().request(till, "ask", 1, Integer.class, LONG);
        oneShotsUntil(() -> answer.isDone() && toldAll().contains("freed " + till));
        assertEquals("ENOTFOUND", code(answer));
        assertEquals(
                List.of("freed " + till, "taken " + till),
                toldAll().stream().sorted().toList());
        Stream.of(here, there).forEach(instance -> Eventually.equal("planned", 0, instance.clock::planned));
    }

    @Test
    void takingANameAfterItsGraceFreesItOnce() {
        TestClient a = there.connect();
        taken(a, till, "a");
        a.vanish();
        Eventually.holds(() -> holder(here, till).isEmpty());
        assertEquals(Set.of(), get(here.mesh.names().names(till)));
        TestClient b = here.connect();
        taken(b, till, "b");
        List<String> expected = List.of("taken " + till, "freed " + till, "taken " + till);
        Eventually.holds(() -> toldAll().size() >= expected.size());
        oneShotsUntil(() -> Stream.of(here, there).allMatch(instance -> instance.clock.planned() == 0));
        Stream.of(here, there).forEach(instance -> instance.mesh.tick());
        assertEquals(
                expected.stream().sorted().toList(), toldAll().stream().sorted().toList());
        int known = told(here).size();
        assertEquals(expected.subList(1, 3), told(here).subList(known - 2, known));
        assertEquals(Optional.of(b.id()), holder(there, till).orElseThrow().connectionId());
    }

    @Test
    void anObserverThatThrowsIsLoggedAndTheNextIsTold() {
        there.observer = event -> {
            throw new IllegalStateException("I throw");
        };
        try (CapturedLog log = new CapturedLog()) {
            taken(there.connect(), till, "a");
            Eventually.equal("log", 1, () -> log.withId("MESH-0905").size());
        }
        there.observer = event -> {};
        taken(there.connect(), till + "2", "a");
        Eventually.equal("told", List.of("taken " + till + "2"), () -> told(there));
    }

    @Test
    void aHostsNameEndsTooIfNobodyTakesOver() {
        HostedName hosted = there.mesh.names().host(till, call -> 1);
        Eventually.holds("taken", () -> holder(here, till).isPresent());
        hosted.close();
        eventually(() -> holder(here, till).isEmpty());
        CommandException nobody =
                (CommandException) Eventually.failure(here.mesh.names().request(till, "ask", 1, Integer.class, LONG));
        assertEquals("ENOTFOUND", nobody.code());
    }
}
