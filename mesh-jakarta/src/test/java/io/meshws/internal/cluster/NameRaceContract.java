package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.NameChange;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore.Claim;
import io.meshws.internal.cluster.NameStore.Decision;
import io.meshws.internal.cluster.NameStore.Taking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name has one holder, even if many take it at the same time. */
public abstract class NameRaceContract extends ClusterContract {
    private static final int STEPS = 400;
    private static final Duration SHORT = Duration.ofMillis(1);

    private List<Instance> instances() {
        return fixture.hasSeveral() ? List.of(first, fixture.another(), fixture.another()) : List.of(first);
    }

    @Test
    void ofManyThatTakeItAtOnceOneGetsIt() {
        List<Instance> instances = instances();
        for (int round = 0; round < 50; round++) {
            String name = "n" + UUID.randomUUID();
            List<CompletableFuture<Taking>> takings = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Instance instance = instances.get(i % instances.size());
                Claim claim = new Claim(name, instance.newConnection(), "incarnation " + i, false);
                takings.add(instance.cluster().names().take(claim, false, false).toCompletableFuture());
            }
            List<Taking> all = takings.stream().map(taking -> get(taking)).toList();
            assertEquals(1, all.stream().filter(taking -> !taking.isRefused()).count());
            assertEquals(
                    1,
                    all.stream()
                            .map(taking -> taking.entry().holder())
                            .distinct()
                            .count());
        }
    }

    /**
     * Random operations of all instances, several at a time. The changes, in the order of their numbers, are a history in
     * which every holder follows from the one before, and what was answered fits it.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theChangesAreOneHistory(long seed) {
        List<Instance> instances = instances();
        get(first.cluster().names().listen());
        String name = "n" + UUID.randomUUID();
        Random random = new Random(seed);
        List<Claim> claims = new ArrayList<>();
        List<CompletableFuture<?>> running = new ArrayList<>();
        List<CompletableFuture<Taking>> takings = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Instance instance = instances.get(random.nextInt(instances.size()));
            NameStore store = instance.cluster().names();
            Claim known = claims.isEmpty() ? null : claims.get(random.nextInt(claims.size()));
            int what = random.nextInt(10);
            if (known == null || what < 5) {
                boolean hosted = random.nextInt(5) == 0;
                String holder = instance.newConnection();
                Claim claim = new Claim(name, holder, hosted ? holder : "incarnation" + random.nextInt(3), hosted);
                claims.add(claim);
                CompletableFuture<Taking> taking = store.take(claim, random.nextInt(4) == 0, random.nextInt(4) == 0)
                        .toCompletableFuture();
                takings.add(taking);
                running.add(taking);
            } else if (what < 7) {
                running.add(store.leave(List.of(known), SHORT).toCompletableFuture());
            } else if (what < 8) {
                running.add(store.free(name, Optional.of(known.holder())).toCompletableFuture());
            } else if (what < 9) {
                running.add(store.expire().toCompletableFuture());
            } else {
                running.forEach(one -> get(one));
                running.clear();
            }
        }
        running.forEach(one -> get(one));
        get(first.cluster().names().free(name, Optional.empty()));
        List<NameEntry> history = history(name);
        assertHistory(history);
        for (CompletableFuture<Taking> each : takings) {
            Taking taking = get(each);
            if (taking.decision() != Decision.REFUSED) {
                assertTrue(history.contains(taking.entry()), () -> taking + " is not in " + history);
            }
        }
    }

    private List<NameEntry> history(String name) {
        List<NameEntry> history = new ArrayList<>();
        Claim last = new Claim(name, first.newConnection(), "the last one", false);
        Taking end = get(first.cluster().names().take(last, false, false));
        while (history.stream().noneMatch(end.entry()::equals)) {
            history.add(((NameChange) first.receiver().next()).entry());
        }
        return history;
    }

    private static void assertHistory(List<NameEntry> history) {
        NameEntry before = null;
        for (NameEntry entry : history) {
            NameEntry last = before;
            assertTrue(last == null || entry.number() > last.number(), () -> last + " then " + entry);
            if (entry.state() != State.HERE) {
                assertTrue(last != null && last.state() != State.FREE, () -> last + " then " + entry);
                assertEquals(last.with(entry.state(), entry.number()), entry);
                assertTrue(entry.state() == State.FREE || last.isHere(), () -> last + " then " + entry);
            } else if (last != null
                    && last.state() != State.FREE
                    && last.incarnation().equals(entry.incarnation())) {
                assertEquals(last.since(), entry.since());
            }
            before = entry;
        }
        assertEquals(
                history.size(),
                Stream.of(history)
                        .flatMap(List::stream)
                        .map(NameEntry::number)
                        .distinct()
                        .count());
    }
}
