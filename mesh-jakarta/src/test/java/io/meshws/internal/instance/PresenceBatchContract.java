package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Presence of a room with many subscribers, who are told of several changes at a time. */
abstract class PresenceBatchContract extends PresenceSetting {
    private static final int MANY = 70;

    /** Clients of one instance that subscribe to the lobby. */
    static List<TestClient> subscribers(TestInstance instance) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> {
                    TestClient client = instance.connect();
                    subscribe(client, "lobby");
                    return client;
                })
                .toList();
    }

    /** Lets a moment pass for the instances again and again, until it holds. */
    final void inBatches(BooleanSupplier condition) {
        Eventually.holds(() -> {
            all().forEach(instance -> instance.clock.advance(Duration.ofMillis(50)));
            return condition.getAsBoolean();
        });
    }

    @Test
    void allAreToldTheSameWithTheLastState() {
        List<TestClient> subscribers = subscribers(here);
        TestClient a = there.connect();
        a.call("mesh/join-room", LOBBY);
        // At once, without time that passes.
        Eventually.holds(
                () -> subscribers.stream().allMatch(client -> updates(client).size() == 1));
        for (int i = 1; i <= 20; i++) {
            publish(a, "lobby", "\"state\":" + i);
        }
        String last = "state " + a.id() + " 20";
        inBatches(() -> subscribers.stream().allMatch(client -> updates(client).contains(last)));

        List<String> told = updates(subscribers.get(0));
        assertEquals("join " + a.id(), told.get(0));
        assertEquals(last, told.get(told.size() - 1));
        assertEquals(told.size(), new HashSet<>(told).size(), told::toString);
        subscribers.forEach(client -> assertEquals(told, updates(client)));
    }

    @Test
    void whoeverSubscribesMeanwhileIsToldOfNothingTwice() {
        List<TestClient> subscribers = subscribers(here);
        TestClient newcomer = here.connect();
        Set<String> present = new HashSet<>();
        List<TestClient> members = IntStream.range(0, 20)
                .mapToObj(i -> {
                    if (i == 10) {
                        present.addAll(present(subscribe(newcomer, "lobby")));
                    }
                    TestClient member = there.connect();
                    member.call("mesh/join-room", LOBBY);
                    if (i % 4 == 3) {
                        member.call("mesh/leave-room", LOBBY);
                    }
                    return member;
                })
                .toList();
        String last = "leave " + members.get(19).id();
        inBatches(() -> updates(newcomer).contains(last)
                && subscribers.stream().allMatch(client -> updates(client).contains(last)));

        updates(newcomer).forEach(update -> apply(present, update));
        assertEquals(15, present.size());
        subscribers.forEach(client -> {
            assertEquals(25, updates(client).size());
            Set<String> seen = new HashSet<>();
            updates(client).forEach(update -> apply(seen, update));
            assertEquals(present, seen);
        });
    }

    @Test
    void whatWaitsIsToldByTheTickIfTheSchedulerForgetsIt() {
        List<TestClient> subscribers = subscribers(here);
        TestClient a = here.connect();
        TestClient b = here.connect();
        a.call("mesh/join-room", LOBBY);
        b.call("mesh/join-room", LOBBY);
        Eventually.holds(() -> {
            here.mesh.tick();
            return subscribers.stream().allMatch(client -> updates(client).size() == 2);
        });
        assertTrue(updates(subscribers.get(0)).contains("join " + b.id()));
    }
}
