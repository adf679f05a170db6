package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.team.TeamCommands;
import io.meshws.it.team.TeamCommands.Note;
import io.meshws.protocol.Json;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One instance whose Redis comes, goes and comes back. The test that stops the instance comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisOutageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LAST = 2;
    private static final String ROOM = "outage";

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.absent();

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.launch(
                        Wars.withMesh().addPackage(TeamCommands.class.getPackage()),
                        Map.of("mesh.redis.uri", redis.uri(), "mesh.redis.timeout", "1s"))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Order(1)
    void anInstanceWorksWithoutRedisAndJoinsItWheneverItComes() throws Exception {
        try (MeshClient client =
                MeshClient.builder(server.uri("/mesh")).requestTimeout(PATIENCE).build()) {
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            client.on("told", String.class, told::add);
            client.connectSync();
            worksLocally(client);
            assertEquals("EUNAVAILABLE", codeOf(client, "join", ROOM));
            assertTrue(
                    server.log().contains("MESH-0101 Application / cannot reach Redis at " + redis.uri()),
                    server.log());

            redis.start();

            Eventually.holds(
                    "joined", PATIENCE, () -> codeOf(client, "join", ROOM).equals("none"));
            assertEquals(own(client), client.commandSync("members", ROOM, JsonValue.class));
            List<CompletableFuture<Integer>> nested = Stream.generate(
                            () -> client.command("members-thrice", ROOM, Integer.class))
                    .limit(40)
                    .toList();
            for (CompletableFuture<Integer> each : nested) {
                assertEquals(3, each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            client.commandSync("tell", new Note(ROOM, "first"), Void.class);
            assertEquals("first", told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertTrue(
                    server.log().contains("MESH-0100 Application / is connected to Redis at " + redis.uri()),
                    server.log());

            redis.kill();

            Eventually.holds("the loss is told", PATIENCE, () -> codeOf(client, "members", ROOM)
                    .equals("EUNAVAILABLE"));
            worksLocally(client);
            assertEquals("EUNAVAILABLE", codeOf(client, "tell", new Note(ROOM, "local")));
            assertEquals("local", told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));

            // It comes back empty.
            redis.start();

            Eventually.holds(
                    "the member is there again", PATIENCE, () -> own(client).equals(membersOrNull(client)));
            client.commandSync("tell", new Note(ROOM, "again"), Void.class);
            assertEquals("again", told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    @Order(LAST)
    void anInstanceThatIsStoppedSaysGoodbyeAndLeavesNothingInRedis() {
        try (WireClient client = WireClient.connect(server.uri("/mesh"))) {
            client.await();
            Eventually.holds("the connection is in Redis", WireClient.SOON, () -> redis.size() > 1);

            server.stop();

            assertEquals(1001, client.awaitClose().code());
            assertEquals(0, redis.size());
            assertFalse(server.log().contains("Error destroying"), server.log());
        }
    }

    private static void worksLocally(MeshClient client) {
        assertEquals("hello", client.commandSync("echo", "hello", String.class, Duration.ofMinutes(2)));
    }

    private static JsonValue own(MeshClient client) {
        return Json.array().add(client.connectionId()).build();
    }

    private static JsonValue membersOrNull(MeshClient client) {
        try {
            return client.commandSync("members", ROOM, JsonValue.class);
        } catch (MeshClientException notYet) {
            return null;
        }
    }

    private static String codeOf(MeshClient client, String command, Object payload) {
        try {
            client.commandSync(command, payload, JsonValue.class);
            return "none";
        } catch (MeshClientException e) {
            return e.code();
        }
    }
}
