package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.RedisVersion;
import io.meshws.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many publications to instances the busiest master of a Redis Cluster can do in a second of its processor, with shard channels and
 * without. Prints, and asserts nothing. Runs only if it is named.
 */
class ShardFigures {
    private static final int INSTANCES = 24;
    private static final int ROOMS = 48;
    private static final int BROADCASTS = 4800;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 7;
    private static final String TEXT = "x".repeat(200);
    private static final Pattern CPU = Pattern.compile("used_cpu_(?:user|sys):([0-9.]+)");

    @TempDir
    private Path directory;

    @RegisterExtension
    final Opened opened = new Opened();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void masters(int masters) {
        List<EmbeddedRedis> nodes = RedisMasters.started(
                masters, () -> opened.add(EmbeddedRedis.clusterNode(RedisVersion.REDIS_7, directory)));
        Map<String, List<TestInstance>> ways = Map.of(
                "shard channels", instances(RedisMasters.uri(nodes)),
                "without them", instances(RedisMasters.uriWithoutShards(nodes)));
        Map<String, List<Double>> rates = new TreeMap<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (Map.Entry<String, List<TestInstance>> way : ways.entrySet()) {
                double rate = rate(way.getValue(), nodes);
                if (round >= WARM_UP) {
                    rates.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        rates.forEach((way, all) -> System.out.printf(
                "%d masters, %s: %,.0f publications for each second of the busiest master's processor%n",
                masters, way, all.stream().sorted().toList().get(ROUNDS / 2)));
    }

    private List<TestInstance> instances(String uri) {
        MeshConfig config = MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .set(MeshProperty.REDIS_PREFIX, "test-" + UUID.randomUUID())
                .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(20))
                .build();
        List<TestInstance> instances = IntStream.range(0, INSTANCES)
                .mapToObj(i -> opened.add(TestInstance.onRedis(config)))
                .toList();
        for (TestInstance instance : instances) {
            var client = instance.connect();
            for (int room = 0; room < ROOMS; room++) {
                client.call("mesh/join-room", "{\"roomName\":\"room-" + room + "\"}");
            }
        }
        return instances;
    }

    private static double rate(List<TestInstance> instances, List<EmbeddedRedis> nodes) {
        double[] before = processors(nodes);
        CompletableFuture.allOf(IntStream.range(0, BROADCASTS)
                        .mapToObj(i -> instances
                                .get(i % INSTANCES)
                                .mesh
                                .broadcastRoom("room-" + i % ROOMS, "news", TEXT)
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .join();
        double[] after = processors(nodes);
        double busiest = IntStream.range(0, before.length)
                .mapToDouble(i -> after[i] - before[i])
                .max()
                .orElseThrow();
        return BROADCASTS * (INSTANCES - 1) / busiest;
    }

    private static double[] processors(List<EmbeddedRedis> nodes) {
        return nodes.stream()
                .mapToDouble(node -> {
                    double seconds = 0;
                    Matcher each = CPU.matcher(node.text("INFO cpu"));
                    while (each.find()) {
                        seconds += Double.parseDouble(each.group(1));
                    }
                    return seconds;
                })
                .toArray();
    }
}
