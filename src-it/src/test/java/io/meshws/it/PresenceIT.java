package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.presence.Tracking;
import io.meshws.protocol.Json;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Presence shows exactly who is present, no matter what happens to clients, to the second instance and to Redis. The
 * tests that end the second instance come last, because the next one has to wait for another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PresenceIT {
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final int MAX_MISSED_PONGS = 3;
    private static final int FIRST = 1;
    private static final int ENDS_AN_INSTANCE = 2;
    private static final int LAST = 3;

    private static TwoInstances instances;

    private final Visitors visitors = new Visitors("room:" + UUID.randomUUID());

    @BeforeAll
    static void start() {
        instances = new TwoInstances(Map.of(
                "mesh.redis.timeout",
                "1s",
                "mesh.instance-lease",
                LEASE.toString(),
                "mesh.ping-interval",
                "1s",
                "mesh.max-missed-pongs",
                String.valueOf(MAX_MISSED_PONGS),
                "mesh.shutdown-drain",
                "1s"));
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    @AfterEach
    void closeVisitors() {
        visitors.close();
    }

    @Test
    @Order(FIRST)
    void eachStayOf200ConnectionsIsOneJoinAndOneLeaveForEverySubscriber() {
        churn(200);
    }

    @Test
    @Tag("long")
    @Order(FIRST)
    void eachStayOf2000ConnectionsIsOneJoinAndOneLeaveForEverySubscriber() {
        churn(2000);
    }

    private void churn(int connections) {
        ServerProcess[] servers = {instances.one(), instances.two()};
        List<Visitor> followers = visitors.followers(2, servers);
        Churn churn = new Churn(visitors, List.of(servers[0].uri("/mesh"), servers[1].uri("/mesh")), connections);
        churn.begin();
        churn.awaitHalf();
        List<Visitor> late = visitors.followers(1, servers);
        churn.awaitDone();

        Set<String> inside = churn.inside();
        visitors.assertAgreed(inside, followers, servers);
        visitors.assertAgreed(inside, late, servers);
        for (Visitor follower : followers) {
            churn.stays().forEach((id, stays) -> {
                assertEquals((long) stays, follower.log().count("join " + id), id);
                assertEquals(
                        inside.contains(id) ? stays - 1L : stays, follower.log().count("leave " + id), id);
            });
        }
        report(
                "%d connections, %d stays",
                connections,
                churn.stays().values().stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    @Order(ENDS_AN_INSTANCE)
    void aKilledInstanceIsOneLeaveForEachOfItsClients() {
        kill(100);
    }

    @Test
    @Tag("long")
    @Order(ENDS_AN_INSTANCE)
    void aKilledInstanceIsOneLeaveForEachOf2000Clients() {
        kill(2000);
    }

    private void kill(int connections) {
        ServerProcess one = instances.one();
        ServerProcess two = instances.two();
        List<Visitor> followers = visitors.followers(3, one);
        visitors.followers(1, two);
        List<Visitor> staying = visitors.crowd(3, one);
        List<Visitor> dying = visitors.crowd(connections, two);
        visitors.awaitKnown(Visitors.ids(staying, dying), followers);
        long killed = System.nanoTime();

        two.kill();

        visitors.awaitKnown(Visitors.ids(staying), followers);
        report("%d leaves of a killed instance after %.1f s, with a lease of %s", connections, seconds(killed), LEASE);
        visitors.assertAgreed(Visitors.ids(staying), followers, one);
        Visitors.assertOneLeaveEach(dying, followers);
        assertNothingLeftOf(dying.get(0).instanceId());
    }

    @Test
    @Order(LAST)
    void anInstanceThatIsStoppedClosesItsClientsAndLeavesNothingBehind() {
        ServerProcess one = instances.one();
        ServerProcess two = instances.two();
        List<Visitor> followers = visitors.followers(3, one);
        visitors.followers(1, two);
        List<Visitor> staying = visitors.crowd(3, one);
        List<Visitor> leaving = visitors.crowd(100, two);
        visitors.awaitKnown(Visitors.ids(staying, leaving), followers);
        long begun = System.nanoTime();

        two.stop();

        report("stopped with %d connections after %.1f s", leaving.size(), seconds(begun));
        assertEquals(
                Map.of(1001, leaving.size()),
                leaving.stream()
                        .collect(
                                Collectors.toMap(visitor -> visitor.awaitClose().code(), v -> 1, Integer::sum)));
        assertEquals(List.of(), instances.redis().keysAbout(leaving.get(0).instanceId()));
        visitors.assertAgreed(Visitors.ids(staying), followers, one);
        Visitors.assertOneLeaveEach(leaving, followers);
    }

    @Test
    @Order(FIRST)
    void anInstanceThatWasPausedForLongerThanItsLeaseIsThereAgain() {
        ServerProcess one = instances.one();
        ServerProcess two = instances.two();
        List<Visitor> followers = visitors.followers(2, one);
        List<Visitor> staying = visitors.crowd(3, one);
        List<Visitor> paused = visitors.crowd(20, two);
        List<Visitor> pausedFollowers = visitors.followers(2, two);
        paused.forEach(visitor ->
                visitor.setMetadata(Json.object().add("name", visitor.id()).build()));
        visitors.awaitKnown(Visitors.ids(staying, paused), followers);

        two.pause();
        visitors.awaitKnown(Visitors.ids(staying), followers);
        paused.get(0).close();
        two.resume();

        Eventually.equal(
                "all are gone or there",
                List.of(),
                () -> Visitors.difference(
                        Visitors.ids(staying, Visitors.open(paused)),
                        followers.get(0).log().present()));
        // Each ping is a second: effects of the pause come meanwhile.
        int pings = staying.get(0).pings();
        Eventually.holds("a lease passes", () -> staying.get(0).pings() > pings + LEASE.toSeconds());

        List<Visitor> open = Visitors.open(paused);
        assertEquals(paused.subList(1, paused.size()), open, "nobody's silence counted");
        visitors.assertAgreed(Visitors.ids(staying, open), followers, one, two);
        visitors.assertAgreed(Visitors.ids(staying, open), Visitors.open(pausedFollowers), one, two);
        for (ServerProcess server : List.of(one, two)) {
            Visitor asking = visitors.connect(server);
            JsonObject metadata = asking.ask("all-metadata", visitors.room()).asJsonObject();
            for (Visitor visitor : open) {
                assertEquals(visitor.id(), metadata.getJsonObject(visitor.id()).getString("name"));
            }
            asking.ask(
                    "tell",
                    Json.object()
                            .add("room", visitors.room())
                            .add("text", server.uri("").toString())
                            .build());
        }
        for (Visitor visitor : open) {
            Eventually.equal("told once by each", 2, () -> visitor.told().size());
        }
    }

    @Test
    @Order(FIRST)
    void clientsAreGoneInTimeIfTheirPacketsAreLostButNotIfTheyAreBusy() {
        ServerProcess one = instances.one();
        ServerProcess two = instances.two();
        try (Cable cable = new Cable(one.uri("/mesh"))) {
            List<Visitor> followers = visitors.followers(1, one, two);
            List<Visitor> staying = visitors.crowd(20, one);
            Visitor busy = staying.get(0);
            List<Visitor> lost = visitors.crowd(20, cable.uri());
            visitors.awaitKnown(Visitors.ids(staying, lost), followers);
            CompletableFuture<JsonValue> held = busy.call("hold", JsonValue.NULL);
            long pulled = System.nanoTime();

            cable.pull();

            visitors.awaitKnown(Visitors.ids(staying), followers);
            report(
                    "%d clients without packets gone after %.1f s, pinged each second, %d pongs may be missed",
                    lost.size(), seconds(pulled), MAX_MISSED_PONGS);
            assertFalse(held.isDone());
            staying.get(1).ask("release", JsonValue.NULL);
            held.orTimeout(30, TimeUnit.SECONDS).join();
            visitors.assertAgreed(Visitors.ids(staying), followers, one, two);
            Visitors.assertOneLeaveEach(lost, followers);
            assertTrue(staying.stream().allMatch(Visitor::isOpen));
        }
    }

    @Test
    @Order(FIRST)
    void aRedisThatStandsStillLongerThanTheTimeToLiveMakesNoPresentMemberGone() {
        ServerProcess[] servers = {instances.one(), instances.two()};
        Visitors users = new Visitors("private:" + UUID.randomUUID());
        try (users) {
            Visitor stranger = users.connect(servers[0]);
            assertEquals(Json.readTrusted("{\"success\":false,\"present\":[]}"), stranger.subscribe(users.room()));
            List<Visitor> followers = users.followers(1, servers);
            List<Visitor> staying = Stream.of(servers)
                    .flatMap(server -> users.crowd(3, server).stream())
                    .toList();
            Visitor leaving = users.join(servers[1].uri("/mesh"));
            users.awaitKnown(Visitors.ids(staying, List.of(leaving)), followers);
            for (Visitor visitor : staying) {
                visitor.publish(users.room(), "typing", Tracking.SHORT_TTL);
            }
            staying.get(0).publish(users.room(), "away", null);

            instances.redis().freeze();
            leaving.close();
            CompletableFuture.delayedExecutor(Tracking.SHORT_TTL.toMillis() * 4 / 3, TimeUnit.MILLISECONDS)
                    .execute(instances.redis()::unfreeze);

            users.awaitKnown(Visitors.ids(staying), followers);
            Map<String, JsonValue> states = Map.of(staying.get(0).id(), Json.string("away"));
            for (Visitor follower : followers) {
                Eventually.equal("states", states, () -> follower.log().states());
            }
            users.assertAgreed(Visitors.ids(staying), followers, servers);
            for (Visitor follower : followers) {
                assertEquals(1, follower.log().count("leave " + leaving.id()));
                for (Visitor visitor : staying) {
                    assertEquals(0, follower.log().count("leave " + visitor.id()), visitor.id());
                }
            }
        }
    }

    private static void assertNothingLeftOf(String instanceId) {
        Eventually.equal(
                "nothing of it is in Redis", List.of(), () -> instances.redis().keysAbout(instanceId));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void report(String what, Object... arguments) {
        System.out.printf("presence on %s: %s%n", ServerKind.current(), String.format(what, arguments));
    }
}
