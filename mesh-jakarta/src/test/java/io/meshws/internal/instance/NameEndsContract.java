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
import java.util.List;
import java.util.Optional;
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
    void whatWaitedForAHolderThatStaysAwayFailsWhenTheNameIsFreed() {
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
