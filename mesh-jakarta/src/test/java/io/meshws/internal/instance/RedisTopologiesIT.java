package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.protocol.Json;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RedisVersion;
import io.meshws.testing.SelfSigned;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything once, on two instances, for each form of address that {@code mesh.redis.uri} may have. */
class RedisTopologiesIT {
    private static final int MASTERS = 3;
    /** Enough names that every master has some. */
    private static final int NAMES = 12;

    @TempDir
    private Path directory;

    @RegisterExtension
    final Opened opened = new Opened();

    @ParameterizedTest
    @EnumSource
    void aRedisCluster(RedisVersion version) {
        everythingWorks(RedisMasters.uri(clusterOfMasters(version)));
    }

    /** While it's updated. */
    @Test
    void aRedisClusterOfTwoVersions() {
        Iterator<RedisVersion> versions = List.of(RedisVersion.REDIS_7, RedisVersion.REDIS_6, RedisVersion.REDIS_7)
                .iterator();
        everythingWorks(RedisMasters.uri(RedisMasters.started(
                MASTERS, () -> opened.add(EmbeddedRedis.clusterNode(versions.next(), directory)))));
    }

    private List<EmbeddedRedis> clusterOfMasters(RedisVersion version) {
        return RedisMasters.started(MASTERS, () -> opened.add(EmbeddedRedis.clusterNode(version, directory)));
    }

    /** It is neither the node that the heartbeat goes to nor the one that the instance listens to. */
    @ParameterizedTest
    @EnumSource
    void dataThatARedisClusterLostInAFailoverIsWrittenAgain(RedisVersion version) {
        List<EmbeddedRedis> nodes = clusterOfMasters(version);
        String uri = RedisMasters.uri(nodes);
        TestInstance one = opened.add(instance(uri));
        TestInstance two = opened.add(instance(uri));
        String bus = "mesh:bus:{" + two.mesh.instanceId() + "}";
        List<EmbeddedRedis> noticed = List.of(RedisMasters.of("mesh:instances", nodes), RedisMasters.of(bus, nodes));
        String channel = IntStream.range(0, NAMES)
                .mapToObj(i -> "n" + i)
                .filter(name -> !noticed.contains(RedisMasters.of("mesh:channel:{" + name + "}", nodes)))
                .findFirst()
                .orElseThrow();
        EmbeddedRedis failing = RedisMasters.of("mesh:channel:{" + channel + "}", nodes);
        EmbeddedRedis replica = opened.add(EmbeddedRedis.clusterNode(version, directory));
        RedisMasters.replicate(failing, replica, MASTERS + 1);

        TestClient client = two.connect();
        client.call("mesh/subscribe-channel", "{\"channel\":\"" + channel + "\"}");
        get(one.mesh.channels().publish(channel, "before"));
        client.event("mesh/subscription-message");
        // Like a replica that didn't get the subscription.
        assertEquals(":1", failing.command("HDEL mesh:channel:{" + channel + "}:instances " + bus));
        assertEquals(":1", failing.command("WAIT 1 10000"));
        failing.kill();
        RedisMasters.awaitMaster(replica, MASTERS + 1);
        Eventually.holds(() -> {
            List.of(one, two).forEach(instance -> instance.mesh.tick());
            one.mesh.channels().publish(channel, "after");
            return client.events("mesh/subscription-message").size() > 1;
        });
    }

    @Test
    void sentinelsAndTheMasterThatTheyChoose() throws IOException {
        EmbeddedRedis master = opened.add(EmbeddedRedis.started());
        EmbeddedRedis replica = opened.add(EmbeddedRedis.started("--replicaof", "127.0.0.1", "" + master.port()));
        Eventually.holds(() -> replica.text("INFO replication").contains("master_link_status:up"));
        Path settings = Files.writeString(
                directory.resolve("sentinel.conf"),
                """
                sentinel monitor main 127.0.0.1 %d 1
                sentinel down-after-milliseconds main 500
                sentinel failover-timeout main 5000
                """
                        .formatted(master.port()));
        EmbeddedRedis sentinel = opened.add(EmbeddedRedis.sentinel(settings));
        Eventually.holds(() -> sentinel.text("INFO sentinel").contains("slaves=1"));
        String uri = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/main";
        everythingWorks(uri);

        TestInstance one = opened.add(instance(uri));
        TestInstance two = opened.add(instance(uri));
        TestClient a = one.connect();
        TestClient b = two.connect();
        master.kill();
        Eventually.holds(() -> sentinel.text("INFO sentinel").contains("address=127.0.0.1:" + replica.port()));
        Eventually.holds(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable());
        Eventually.holds(() -> {
            one.mesh.broadcast("news", 1);
            return !b.events("news").isEmpty();
        });
        TestInstance.eventually(() -> get(two.mesh.connections().ids()).equals(Set.of(a.id(), b.id())), one, two);
    }

    @Test
    void aUserWithAPasswordAndADatabase() {
        EmbeddedRedis redis = opened.add(EmbeddedRedis.started(
                "--user", "default", "off", "--user", "app", "on", ">s3cret/@", "~*", "&*", "+@all"));
        everythingWorks("redis://app:s3cret%2F%40@127.0.0.1:" + redis.port() + "/3");
    }

    @Test
    void encrypted() {
        SelfSigned certificate = SelfSigned.create(directory);
        String before = System.getProperty("javax.net.ssl.trustStore");
        System.setProperty("javax.net.ssl.trustStore", certificate.trustStore().toString());
        opened.add(() -> {
            if (before == null) {
                System.clearProperty("javax.net.ssl.trustStore");
            } else {
                System.setProperty("javax.net.ssl.trustStore", before);
            }
        });
        EmbeddedRedis redis = opened.add(EmbeddedRedis.encrypted(certificate));
        everythingWorks("rediss://127.0.0.1:" + redis.tlsPort());
    }

    /** Uses scripts, keys in several slots, and publications and their order; in the end nothing is left. */
    private void everythingWorks(String uri) {
        try (TestInstance one = instance(uri);
                TestInstance two = instance(uri)) {
            TestClient a = one.connect();
            TestClient b = two.connect();
            get(two.mesh.connections().setMetadata(a.id(), Map.of("u", 1)));
            assertEquals(
                    Optional.of(Json.object().add("u", 1).build()),
                    get(two.mesh.connections().metadata(a.id())));
            for (int i = 0; i < NAMES; i++) {
                everythingWorks("n" + i, one, two, a, b);
            }
            recordsOfTheOneEndThroughTheOther(one, two);
            eventsArriveInOrder(one, two);
            namesGoFromTheOneToTheOther(one, two, a, b);
        }
    }

    private static void recordsOfTheOneEndThroughTheOther(TestInstance one, TestInstance two) {
        for (int i = 0; i < NAMES; i++) {
            get(one.mesh.records().write("ends:" + i, i));
        }
        Eventually.holds(() -> {
            two.mesh.tick();
            return two.recordsRemoved.size() == NAMES;
        });
        for (int i = 0; i < NAMES; i++) {
            assertEquals(
                    Optional.empty(), get(one.mesh.records().get("ends:" + i)).value());
        }
        assertEquals(List.of(), one.recordsRemoved);
    }

    private static void everythingWorks(String name, TestInstance one, TestInstance two, TestClient a, TestClient b) {
        String roomName = "{\"roomName\":\"" + name + "\"}";
        assertTrue(succeeds(b.call("mesh/subscribe-presence", roomName)));
        assertTrue(succeeds(a.call("mesh/join-room", roomName)));
        assertTrue(succeeds(b.call("mesh/join-room", roomName)));
        assertEquals(Set.of(a.id(), b.id()), get(two.mesh.rooms().members(name)));
        b.await(frame -> frame.toString().contains("\"join\",\"connectionId\":\"" + a.id()));
        for (int i = 0; i < 10; i++) {
            get(one.mesh.broadcastRoom(name, name, i));
        }
        Eventually.holds(() -> b.events(name).size() == 10);
        assertEquals("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", b.events(name).toString());

        assertTrue(succeeds(b.call("mesh/subscribe-channel", "{\"channel\":\"" + name + "\"}")));
        assertEquals(1, get(one.mesh.channels().publish(name, "text")));
        b.await(frame -> frame.toString().contains("\"channel\":\"" + name + "\",\"message\":\"text\""));
        assertEquals(List.of("text"), get(two.mesh.channels().history(name, 5)));

        assertTrue(succeeds(b.call("mesh/subscribe-record", "{\"recordId\":\"" + name + "\",\"mode\":\"patch\"}")));
        assertEquals(1, get(one.mesh.records().write(name, Map.of("k", "v"))));
        b.await(frame -> frame.toString().contains("\"recordId\":\"" + name + "\",\"patch\""));
    }

    private static void eventsArriveInOrder(TestInstance one, TestInstance two) {
        for (int i = 0; i < NAMES; i++) {
            String name = "event " + i;
            List<Integer> heard = new CopyOnWriteArrayList<>();
            get(two.mesh.events().on(name, Integer.class, heard::add).ready());
            List<Integer> sent = IntStream.range(0, 10).boxed().toList();
            sent.forEach(number -> one.mesh.events().emit(name, number));
            Eventually.equal(name, sent, () -> heard);
        }
    }

    private static void namesGoFromTheOneToTheOther(TestInstance one, TestInstance two, TestClient a, TestClient b) {
        for (TestClient client : List.of(a, b)) {
            assertTrue(succeeds(client.call("mesh/take-name", "{\"name\":\"n1\",\"incarnation\":\"me\"}")));
        }
        a.event("mesh/name-lost");
        assertTrue(get(one.mesh.names().send("n1", "for n1", 1)));
        b.event("for n1");
        assertEquals(Set.of("n1"), get(one.mesh.names().on(two.mesh.instanceId())));
        assertEquals(Set.of("n1"), get(one.mesh.names().names("n")));
        assertTrue(get(two.mesh.names().free("n1")));
    }

    private static boolean succeeds(JsonValue reply) {
        return reply.asJsonObject().getBoolean("success", false);
    }

    private TestInstance instance(String uri) {
        MeshConfig config = MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(2))
                .build();
        TestInstance instance = TestInstance.onRedis(config);
        instance.mesh.presence().track(Pattern.compile("n\\d+"));
        instance.mesh.names().allow(Pattern.compile("n\\d+"), Guard.ANYONE);
        instance.mesh.channels().expose(Pattern.compile("n\\d+"), Guard.ANYONE, 5);
        instance.mesh.records().expose(Pattern.compile("n\\d+"));
        instance.mesh.records().expireAfter(Pattern.compile("ends:.+"), Duration.ofSeconds(1));
        return instance;
    }
}
