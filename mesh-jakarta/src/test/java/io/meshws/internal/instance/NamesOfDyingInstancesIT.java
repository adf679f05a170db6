package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.Guard;
import io.meshws.HostedName;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.NameHolder;
import io.meshws.testing.Cable;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names while instances die, and while Redis does. */
class NamesOfDyingInstancesIT extends DyingSetting {
    private static final Duration LONG = Duration.ofSeconds(30);
    private Duration grace = Duration.ofMinutes(5);

    @Override
    MeshConfig config(String uri) {
        return Clusters.withRedis(MeshConfig.builder(), uri, prefix, Duration.ofMillis(500))
                .set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(2))
                .set(MeshProperty.NAME_GRACE, grace)
                .build();
    }

    @Override
    TestInstance instance(String uri) {
        TestInstance instance = super.instance(uri);
        instance.mesh.names().allow(Pattern.compile(".+"), Guard.ANYONE);
        return instance;
    }

    private static Optional<NameHolder> holder(TestInstance instance, String name) {
        return get(instance.mesh.names().holder(name));
    }

    @Test
    void aClientOfAKilledInstanceGetsItsNameBackAtOnceOnAnother() {
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance dying = instance(cable.uri().toString());
        TestClient before = dying.connect();
        NamesSetting.taken(before, "till", "me");
        assertTrue(get(here.mesh.names().send("till", "before", 1)));
        end(cable);
        CompletableFuture<Integer> answer = here.mesh.names().request("till", "ask", 1, Integer.class, LONG);

        TestClient after = here.connect();
        NamesSetting.taken(after, "till", "me");
        TestInstance.eventually(
                () -> after.received().stream()
                        .anyMatch(frame -> frame.getString("command").equals("ask")),
                here);
        NamesSetting.answer(after, "ask", "7");
        assertEquals(7, get(answer));
        assertEquals(Optional.of(after.id()), holder(here, "till").orElseThrow().connectionId());
    }

    @Test
    void namesOfADeadInstanceAreFreedWhenTheGraceIsOver() {
        grace = Duration.ofMillis(1);
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance dying = instance(cable.uri().toString());
        TestClient a = dying.connect();
        for (int i = 0; i < 16; i++) {
            NamesSetting.taken(a, "till" + i, "me");
        }
        CompletableFuture<Integer> answer = here.mesh.names().request("other", "ask", 1, Integer.class, LONG);
        assertEquals("ENOTFOUND", MeshSetting.code(answer));
        cable.shut();
        TestInstance.eventually(() -> get(here.mesh.names().names("till")).isEmpty(), here);
        Eventually.equal("freed", 16, () -> here.names.size());
        assertEquals(
                ":0",
                EmbeddedRedis.shared()
                        .command("EXISTS " + prefix + ":names {" + prefix + ":names}:all {" + prefix + ":names}:here {"
                                + prefix + ":names}:deadlines"));
    }

    @Test
    void anotherHostTakesOverFromADeadInstance() {
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance dying = instance(cable.uri().toString());
        HostedName first = dying.mesh.names().host("pricing", call -> "dying");
        Eventually.holds("first", first::isHere);
        HostedName second = here.mesh.names().host("pricing", call -> "here");
        assertEquals("dying", get(here.mesh.names().request("pricing", "who", 1, String.class, LONG)));
        end(cable);
        CompletableFuture<String> answer = here.mesh.names().request("pricing", "who", 1, String.class, LONG);
        TestInstance.eventually(answer::isDone, here);
        assertEquals("here", get(answer));
        assertTrue(second.isHere());

        // It learns that it has lost the name.
        cable.open();
        TestInstance.eventually(() -> !first.isHere(), here, dying);
        TestInstance.succeeds(
                () -> dying.mesh
                        .names()
                        .request("pricing", "who", 1, String.class, LONG)
                        .thenApply("here"::equals),
                here,
                dying);
    }

    @Test
    void anInstanceThatWasDeclaredDeadKeepsTheNamesOfItsClients() {
        Cable cable = cable();
        TestInstance here = instance();
        TestInstance paused = instance(cable.uri().toString());
        TestClient a = paused.connect();
        NamesSetting.taken(a, "till", "me");
        NamesSetting.taken(a, "lost", "me");
        cable.shut();
        TestInstance.eventually(
                () -> holder(here, "till").orElseThrow().isAway()
                        && holder(here, "lost").orElseThrow().isAway(),
                here);
        assertTrue(get(here.mesh.names().free("lost")));
        NamesSetting.taken(here.connect(), "lost", "you");
        cable.open();
        TestInstance.eventually(() -> !holder(here, "till").orElseThrow().isAway(), here, paused);
        assertEquals(MeshSetting.json("{\"name\":\"lost\",\"reason\":\"replaced\"}"), a.event("mesh/name-lost"));
        assertNull(a.closeCode());
        TestInstance.succeeds(() -> here.mesh.names().send("till", "hello", 1), here, paused);
        a.event("hello");
    }

    @Test
    void whileRedisIsAwayNamesAreAnsweredAsEverythingElseAndThenTheyAreWrittenAgain() {
        EmbeddedRedis redis = EmbeddedRedis.started();
        closing.add(redis);
        TestInstance one = instance(redis.uri());
        TestInstance two = instance(redis.uri());
        TestClient a = one.connect();
        TestClient gone = one.connect();
        NamesSetting.taken(a, "till", "me");
        NamesSetting.taken(gone, "gone", "me");
        assertTrue(get(two.mesh.names().send("till", "before", 1)));
        redis.kill();
        Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
        gone.vanish();
        assertEquals("EUNAVAILABLE", MeshSetting.code(NamesSetting.take(two.connect(), "other", "me")));
        assertEquals("EUNAVAILABLE", MeshSetting.code(NamesSetting.take(a, "till", "me")));
        for (CompletionStage<?> stage : List.of(
                two.mesh.names().names(""),
                two.mesh.names().holder("till"),
                two.mesh.names().free("till"),
                two.mesh.names().send("till", "event", 1),
                two.mesh.names().request("till", "ask", 1, Integer.class, LONG))) {
            assertInstanceOf(ClusterUnavailableException.class, failure(stage));
        }

        // It comes back empty.
        redis.start();
        TestInstance.eventually(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable(), one, two);
        TestInstance.eventually(
                () -> holder(two, "till").flatMap(NameHolder::connectionId).equals(Optional.of(a.id())), one, two);
        TestInstance.succeeds(() -> two.mesh.names().send("till", "after", 1), one, two);
        a.event("after");
        assertEquals(Optional.empty(), holder(two, "gone"));
        assertEquals(Set.of("till"), get(two.mesh.names().names("")));
        assertFalse(a.events("mesh/name-lost").size() > 0);
    }

    @Test
    void theClientThatTookANameOfALostStoreIsItsHolderAndTheOtherIsTold() {
        EmbeddedRedis redis = EmbeddedRedis.started();
        closing.add(redis);
        TestInstance one = instance(redis.uri());
        TestInstance two = instance(redis.uri());
        TestClient a = one.connect();
        TestClient b = two.connect();
        NamesSetting.taken(a, "till", "a");
        redis.kill();
        Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
        redis.start();
        TestInstance.eventually(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable(), one, two);
        boolean bHasIt = NamesSetting.take(b, "till", "b").getBoolean("success", false);
        TestInstance.eventually(() -> holder(two, "till").isPresent(), one, two);
        assertEquals(
                Optional.of(bHasIt ? b.id() : a.id()),
                holder(two, "till").orElseThrow().connectionId());
        if (bHasIt) {
            TestInstance.eventually(() -> !a.events("mesh/name-lost").isEmpty(), one, two);
        }
    }
}
