package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The promises of presence about members and states that end by themselves. In these tests no instance ticks after it
 * was told what ends, except for the one about a member without a sign of life, whose instance must be seen to run.
 */
abstract class PresenceEndsContract extends PresenceSetting {
    private static final Duration SOON = Duration.ofMillis(250);
    /** Renewed sooner than by ticks. */
    private static final Duration BRIEF = Duration.ofSeconds(4);

    private static final String STATES = "states";

    private static Set<String> states(JsonObject reply) {
        return reply.getJsonObject(STATES).keySet();
    }

    private static JsonObject ask(TestClient client, String more) {
        return client.call("mesh/get-presence-state", "{\"roomName\":\"lobby\"" + more + "}")
                .asJsonObject();
    }

    /** For a while after an instance reached the store, nobody is considered gone. */
    private void patienceEnds() {
        passing(() -> here.clock.getAsLong() > Duration.ofSeconds(20).toNanos());
    }

    @Test
    void overdueMembersAreReadNoMoreBeforeAnybodyRemovedThem() {
        TestClient a = there.connect();
        TestClient b = connect(there, "bob");
        List.of(a, b).forEach(client -> client.call("mesh/join-room", LOBBY));
        publish(a, "lobby", "\"state\":1,\"expireAfter\":150");
        publish(b, "lobby", "\"state\":2");
        TestClient asking = here.connect();
        Eventually.holds(() -> states(ask(asking, "")).equals(Set.of(b.id())));
        assertEquals(Set.of(b.id()), states(ask(asking, PresenceUsersContract.BY_USER)));
        assertEquals(Set.of(b.id()), get(here.mesh.presence().states("lobby")).keySet());
        assertEquals(Set.of(a.id(), b.id()), get(here.mesh.presence().present("lobby")));
        assertEquals(JsonValue.FALSE, a.call("mesh/clear-presence-state", LOBBY));
    }

    @Test
    void aReplyToSubscribingLeavesOutExpiredStatesAndSubscribersAreToldOnce() {
        TestClient watcher = here.connect();
        subscribe(watcher, "lobby");
        TestClient a = there.connect();
        a.call("mesh/join-room", LOBBY);
        publish(a, "lobby", "\"state\":1,\"expireAfter\":150");
        Eventually.holds(() -> updates(watcher).size() == 2);
        TestClient second = here.connect();
        for (String more : List.of("", PresenceUsersContract.BY_USER)) {
            Eventually.holds(() -> states(subscribe(second, "lobby", more)).isEmpty());
        }
        assertEquals(Set.of(), states(subscribe(there.connect(), "lobby")));
        List<String> told = List.of("join " + a.id(), "state " + a.id() + " 1", "state " + a.id() + " null");
        Eventually.holds(() -> updates(watcher).equals(told));
        all().forEach(instance -> instance.clock.advance(Duration.ofSeconds(10)));
        publish(a, "lobby", "\"state\":2");
        Eventually.holds(() -> updates(watcher).size() > 3);
        assertEquals("state " + a.id() + " 2", updates(watcher).get(3));
    }

    @Test
    void theEndOfAStateIsAnnouncedByAOneShotOfEachInstanceThatHasToDoWithTheRoom() {
        TestClient watcher = here.connect();
        TestClient a = there.connect();
        subscribe(watcher, "lobby");
        a.call("mesh/join-room", LOBBY);
        all().forEach(instance -> instance.clock.advance(Duration.ofSeconds(10)));
        publish(a, "lobby", "\"state\":1,\"expireAfter\":200,\"silent\":true");
        publish(a, "lobby", "\"state\":2");
        publish(a, "lobby", "\"state\":3,\"expireAfter\":200");
        Eventually.holds(() -> updates(watcher).size() == 3);
        for (TestInstance instance : all()) {
            Eventually.holds(() -> instance.clock.planned() == 1);
            Duration next = instance.clock.next().orElseThrow();
            assertTrue(next.compareTo(SOON) < 0, "" + next);
        }
        // By the store's clock it's over before the one-shots run, which are as fast as the test lets them be.
        Eventually.holds(() -> get(there.mesh.presence().states("lobby")).isEmpty());
        assertEquals(3, updates(watcher).size());
        all().forEach(instance -> instance.clock.advance(SOON));
        Eventually.holds(() -> updates(watcher).size() == 4);
        assertEquals("state " + a.id() + " null", updates(watcher).get(3));
    }

    @Test
    void aOneShotThatComesEarlyPlansAnother() {
        TestClient watcher = here.connect();
        TestClient a = here.connect();
        subscribe(watcher, "lobby");
        a.call("mesh/join-room", LOBBY);
        publish(a, "lobby", "\"state\":1,\"expireAfter\":1500");
        Eventually.holds(() -> updates(watcher).size() == 2);
        Eventually.holds(() -> {
            // A clock that is ahead of the store's.
            here.clock.advance(Duration.ofMillis(1500));
            return updates(watcher).size() == 3;
        });
        assertEquals(Map.of(), get(here.mesh.presence().states("lobby")));
    }

    @Test
    void aMemberWithoutLifeIsGoneAtItsDeadlineAndOthersAreRenewedBeforeTheirs() {
        all().forEach(instance -> instance.mesh.presence().track("brief", BRIEF));
        patienceEnds();
        TestClient watcher = here.connect();
        TestClient silent = there.connect();
        TestClient living = there.connect();
        subscribe(watcher, "brief");
        passing(() -> {
            living.sendText("{\"command\":\"pong\"}");
            return !silent.events("ping").isEmpty();
        });
        get(there.mesh.rooms().add("brief", silent.id()));
        get(there.mesh.rooms().add("brief", living.id()));
        // The clocks of the instances go as fast as that of the store.
        long[] last = {System.nanoTime()};
        long[] longest = {0};
        Eventually.holds(() -> {
            living.sendText("{\"command\":\"pong\"}");
            long now = System.nanoTime();
            long passed = now - last[0];
            last[0] = now;
            longest[0] = Math.max(longest[0], passed);
            all().forEach(instance -> instance.clock.advance(Duration.ofNanos(passed)));
            there.mesh.tick();
            return updates(watcher).contains("leave " + silent.id());
        });
        assumeTrue(longest[0] < BRIEF.toNanos() / 3, "this machine let the test run all the time");
        assertEquals(List.of("join " + silent.id(), "join " + living.id(), "leave " + silent.id()), updates(watcher));
        assertEquals(Set.of(living.id()), present(subscribe(here.connect(), "brief")));
    }

    @Test
    void nothingIsScheduledIfNothingEndsSoonOrTheInstanceStopped() {
        TestClient a = here.connect();
        a.call("mesh/join-room", LOBBY);
        subscribe(a, "lobby");
        here.clock.advance(Duration.ofSeconds(10));
        publish(a, "lobby", "\"state\":1,\"expireAfter\":600000");
        publish(a, "lobby", "\"state\":2");
        assertEquals(0, here.clock.planned());
        publish(a, "lobby", "\"state\":3,\"expireAfter\":1000");
        Eventually.holds(() -> here.clock.planned() == 1);
        get(here.mesh.stop());
        assertEquals(0, here.clock.planned());
    }
}
