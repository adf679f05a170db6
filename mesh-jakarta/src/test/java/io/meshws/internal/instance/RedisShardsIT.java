package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RedisVersion;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Messages between instances through the shard channels of a Redis Cluster. */
class RedisShardsIT {
    private static final int MASTERS = 3;
    /** Far more than there are heartbeats meanwhile. */
    private static final int MANY = 1000;

    @TempDir
    private Path directory;

    @RegisterExtension
    final Opened opened = new Opened();

    private List<EmbeddedRedis> nodes;

    @BeforeEach
    void start() {
        nodes = RedisMasters.started(MASTERS, this::node);
    }

    private EmbeddedRedis node() {
        return opened.add(EmbeddedRedis.clusterNode(RedisVersion.REDIS_7, directory));
    }

    private TestInstance instance(String uri) {
        return opened.add(TestInstance.onRedis(MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(2))
                .build()));
    }

    private static TestClient inTheLobby(TestInstance instance) {
        TestClient client = instance.connect();
        client.call("mesh/join-room", "{\"roomName\":\"lobby\"}");
        return client;
    }

    private static String shardOf(TestInstance instance) {
        return "mesh:shard:{" + instance.mesh.instanceId() + "}";
    }

    private static long calls(String command, EmbeddedRedis node) {
        return node.calls().getOrDefault(command, 0L);
    }

    private long callsOfAll(String command) {
        return nodes.stream().mapToLong(node -> calls(command, node)).sum();
    }

    private static void broadcasts(TestInstance from, int number) {
        CompletableFuture.allOf(IntStream.range(0, number)
                        .mapToObj(
                                i -> from.mesh.broadcastRoom("lobby", "news", i).toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void awaitNews(TestClient client, int number) {
        String all = IntStream.range(0, number).boxed().toList().toString();
        Eventually.equal("news", all, () -> client.events("news").toString());
    }

    @Test
    void aBroadcastConcernsOnlyTheNodesOfTheInstancesThatHaveMembers() {
        TestInstance one = instance(RedisMasters.uri(nodes));
        TestInstance two = instance(RedisMasters.uri(nodes));
        TestClient client = inTheLobby(two);
        EmbeddedRedis concerned = RedisMasters.of(shardOf(two), nodes);
        long sharded = callsOfAll("spublish");
        long here = calls("spublish", concerned);
        long toAll = callsOfAll("publish");

        broadcasts(one, MANY);
        awaitNews(client, MANY);
        long elsewhere = callsOfAll("spublish") - sharded - (calls("spublish", concerned) - here);
        assertTrue(calls("spublish", concerned) - here >= MANY);
        assertTrue(elsewhere < MANY, () -> elsewhere + " on other nodes");
        assertTrue(callsOfAll("publish") - toAll < MANY, () -> callsOfAll("publish") - toAll + " to all nodes");
    }

    @Test
    void anInstanceThatMayNotListenToShardsHearsEverything() {
        TestInstance one = instance(RedisMasters.uri(nodes));
        TestInstance plain = instance(RedisMasters.uriWithoutShards(nodes));
        List<TestClient> clients = List.of(inTheLobby(one), inTheLobby(plain));
        long toAll = callsOfAll("publish");
        broadcasts(one, MANY);
        assertTrue(callsOfAll("publish") - toAll >= MANY);
        for (TestClient client : clients) {
            awaitNews(client, MANY);
        }
        get(plain.mesh.broadcastRoom("lobby", "back", 1));
        for (TestClient client : clients) {
            client.event("back");
        }
    }

    @Test
    void aReplicaThatTakesOverHasTheShard() {
        TestInstance one = instance(RedisMasters.uri(nodes));
        TestInstance two = instance(RedisMasters.uri(nodes));
        TestClient client = two.connect();
        EmbeddedRedis failing = RedisMasters.of(shardOf(two), nodes);
        EmbeddedRedis replica = node();
        RedisMasters.replicate(failing, replica, MASTERS + 1);
        failing.kill();
        RedisMasters.awaitMaster(replica, MASTERS + 1);
        shardIsOn(replica, one, two, client);
    }

    @Test
    void aShardMovesToAnotherNode() {
        TestInstance one = instance(RedisMasters.uri(nodes));
        TestInstance two = instance(RedisMasters.uri(nodes));
        TestClient client = inTheLobby(two);
        EmbeddedRedis from = RedisMasters.of(shardOf(two), nodes);
        EmbeddedRedis to = nodes.get((nodes.indexOf(from) + 1) % MASTERS);
        RedisMasters.move(two.mesh.instanceId(), from, to, nodes);
        shardIsOn(to, one, two, client);
        long before = client.events("news").size();
        broadcasts(one, MANY);
        Eventually.holds(() -> client.events("news").size() == before + MANY);
    }

    private static void shardIsOn(EmbeddedRedis node, TestInstance one, TestInstance two, TestClient client) {
        long before = calls("spublish", node);
        Eventually.holds(() -> {
            List.of(one, two).forEach(instance -> instance.mesh.tick());
            one.mesh.broadcast("still there", 1);
            return !client.events("still there").isEmpty()
                    && one.mesh.isClusterAvailable()
                    && two.mesh.isClusterAvailable()
                    && node.command("PUBSUB SHARDCHANNELS " + shardOf(two)).equals("*1")
                    && calls("spublish", node) > before;
        });
    }
}
