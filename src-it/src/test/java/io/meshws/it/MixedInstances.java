package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.it.team.TeamCommands;
import io.meshws.it.ticks.TickCommands;
import io.meshws.testing.EmbeddedRedis;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two instances with one Redis. The first is configured by properties and ticks by an EJB timer; the second is configured
 * by the application's own beans, and has no EJB timer. All ways work, as they form one cluster. {@link InstancesIT} runs
 * the test.
 */
abstract class MixedInstances {
    private static final String NOT_DEPLOYED =
            "MESH-0004 No EJB timer found because mesh-ejb-timers is not deployed: the managed scheduled executor drives";

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    static ServerProcess one;
    static ServerProcess two;
    private final List<MeshClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        String prefix = "instances";
        one = ServerProcess.launch(war(), Map.of("mesh.redis.uri", redis.uri(), "mesh.redis.prefix", prefix));
        two = ServerProcess.launch(
                Wars.withoutTimers(war()).addClasses(GivenBeans.class, GivenJsonb.class),
                Map.of(GivenBeans.URI, redis.uri(), GivenBeans.PREFIX, prefix));
        one.awaitReady();
        two.awaitReady();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static WebArchive war() {
        return Wars.withMesh().addPackage(TeamCommands.class.getPackage()).addPackage(TickCommands.class.getPackage());
    }

    @AfterEach
    void closeClients() {
        clients.forEach(MeshClient::close);
    }

    @Test
    @Order(1)
    void oneEjbTimerTicksIfItIsDeployedAndOtherwiseTheManagedExecutor() {
        try (Visitor visitor = Visitor.connect(one.uri("/mesh"))) {
            assertTrue(ticks(visitor));
            assertEquals(1, timers(visitor));
            assertFalse(one.log().contains("MESH-0004"), one.log());
        }
        try (Visitor visitor = Visitor.connect(two.uri("/mesh"))) {
            assertTrue(ticks(visitor));
            assertEquals(0, timers(visitor));
            assertTrue(two.log().contains(NOT_DEPLOYED), two.log());
        }
    }

    private static boolean ticks(Visitor visitor) {
        return visitor.ask("ticks", JsonValue.NULL).equals(JsonValue.TRUE);
    }

    private static int timers(Visitor visitor) {
        return ((JsonNumber) visitor.ask("timers", JsonValue.NULL)).intValue();
    }

    MeshClient connect(ServerProcess server) {
        MeshClient client = client(server);
        client.connectSync();
        return client;
    }

    /** Not connected yet. */
    MeshClient client(ServerProcess server) {
        MeshClient client = InstancesSetting.of(server);
        clients.add(client);
        return client;
    }
}
