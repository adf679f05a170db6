package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operations and connections cost Redis, by its own account; commands that scripts call aren't counted. */
class RedisCostsIT {
    private static final int COUNT = 500;
    private static final int CONNECTIONS = 2000;
    private static final String EVALUATION = "\"EVALSHA\"";

    private final String name = "about-" + UUID.randomUUID();
    private EmbeddedRedis redis;
    private TestInstance here;
    private TestInstance there;
    private TestClient client;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.started();
        here = newInstance();
        there = newInstance();
        client = here.connect();
        Eventually.holds(() -> !redis.keysAbout(client.id()).isEmpty());
    }

    private TestInstance newInstance() {
        return TestInstance.onRedis(Clusters.withRedis(MeshConfig.builder(), redis.uri(), "test", Duration.ofSeconds(5))
                .build());
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        redis.close();
    }

    /** Those that have to do with the test, and not what instances do once a second. */
    private List<String> commands(Runnable during) {
        return redis.commandsDuring(during).stream()
                .filter(command -> command.contains(name) || command.contains(client.id()))
                .toList();
    }

    private static void repeatedly(Runnable operation) {
        IntStream.range(0, COUNT).forEach(i -> operation.run());
    }

    @Test
    void aCommandCostsNone() {
        here.mesh.commands().expose("echo", call -> call.payload(String.class));

        assertEquals(List.of(), commands(() -> repeatedly(() -> client.call("echo", "\"" + name + "\""))));
    }

    @Test
    void aPingCostsNone() {
        assertEquals(
                List.of(),
                commands(() -> repeatedly(() -> {
                    here.clock.advance(Duration.ofSeconds(1));
                    here.mesh.tick();
                    client.sendText("{\"command\":\"pong\",\"payload\":{}}");
                })));
        assertTrue(client.events("ping").size() > 1);
    }

    @Test
    void aBroadcastCostsOneHoweverManyInstancesHaveMembersAndLessIfSeveralWait() {
        List.of(here, there)
                .forEach(each -> get(each.mesh.rooms().add(name, each.connect().id())));
        TestClient receiver = there.connect();
        get(there.mesh.rooms().add(name, receiver.id()));
        Runnable broadcast = () -> get(here.mesh.broadcastRoom(name, "said", name));
        broadcast.run();

        List<String> single = commands(() -> repeatedly(broadcast));
        List<String> together = commands(() -> get(CompletableFuture.allOf(Stream.generate(
                        () -> here.mesh.broadcastRoom(name, "said", name).toCompletableFuture())
                .limit(COUNT)
                .toArray(CompletableFuture[]::new))));

        assertEquals(COUNT, having(EVALUATION, single));
        assertEquals(COUNT, single.size());
        assertTrue(together.size() <= COUNT / 10, () -> together.size() + " for " + COUNT);
        Eventually.holds(() -> receiver.events("said").size() == 1 + 2 * COUNT);
    }

    @Test
    void aRecordWriteCostsOneHoweverManyFollowTheRecord() {
        here.mesh.records().exposeWritable(name);
        there.mesh.records().expose(name);
        TestClient reader = there.connect();
        reader.call("mesh/subscribe-record", "{\"recordId\":\"" + name + "\"}");
        Runnable write = () -> client.call(
                "mesh/publish-record-update", "{\"recordId\":\"" + name + "\",\"newValue\":{\"n\":" + COUNT + "}}");
        write.run();

        List<String> commands = commands(() -> repeatedly(write));

        assertEquals(COUNT, having(EVALUATION, commands));
        assertEquals(COUNT, commands.size());
    }

    @Test
    void soDoAWriteThatMovesARecordInAnIndexAndATransaction() {
        here.mesh.records().index(Pattern.compile("about-.+"), "/n");
        AtomicInteger next = new AtomicInteger();
        Runnable write = () -> get(here.mesh.records().write(name, Map.of("n", next.incrementAndGet())));
        Runnable transfer = () -> get(here.mesh
                .records()
                .transaction(
                        staged -> {
                            staged.write(name, Map.of("n", next.incrementAndGet()));
                            staged.write(name + "-2", Map.of("n", next.incrementAndGet()));
                            return null;
                        },
                        name,
                        name + "-2"));
        write.run();
        transfer.run();

        assertEquals(COUNT, commands(() -> repeatedly(write)).size());
        List<String> transactions = commands(() -> repeatedly(transfer));
        assertEquals(2 * COUNT, transactions.size(), "reading and writing");
        assertEquals(2 * COUNT, having(EVALUATION, transactions));
    }

    @Test
    void aPublicationCostsOneHoweverManyFollowTheChannel() {
        List.of(here, there).forEach(each -> each.mesh.channels().expose(name, Guard.ANYONE, 50));
        Stream.of(client, there.connect())
                .forEach(each -> each.call("mesh/subscribe-channel", "{\"channel\":\"" + name + "\"}"));
        Runnable publish = () -> get(here.mesh.channels().publishJson(name, Json.readTrusted("1")));
        publish.run();

        List<String> commands = commands(() -> repeatedly(publish));

        assertEquals(COUNT, having(EVALUATION, commands));
        assertEquals(COUNT, commands.size());
    }

    @Test
    void aConnectionInATrackedRoomTakesLessThanAKilobyteOfRedis() {
        here.mesh.presence().track(Pattern.compile("room:.+"));
        long before = memory();
        for (int i = 0; i < CONNECTIONS; i++) {
            get(here.mesh.rooms().add("room:" + i / 20, here.connect().id()));
        }
        long each = (memory() - before) / CONNECTIONS;
        System.out.printf("a connection in a tracked room: %d bytes of Redis%n", each);
        assertTrue(each < 1024, () -> each + " bytes");
    }

    private long memory() {
        return redis.text("INFO memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static long having(String text, List<String> commands) {
        return commands.stream().filter(command -> command.contains(text)).count();
    }
}
