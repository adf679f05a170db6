package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedeploymentIT {
    private static final int TIMES = 6;
    /** Servers and Netty's finalizers let go of the last application only when the next one comes. */
    private static final int KEPT_BY_SERVERS = 3;

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @Test
    void redeployments_leave_no_thread_no_key_and_no_class_loader() {
        try (Redeployable server = Redeployable.start(Wars.withMesh(), properties())) {
            for (int i = 0; i < TIMES; i++) {
                server.deploy();
                use(server);
                server.undeploy();
                assertEquals(0, redis.size());
            }
            List<String> threads = Jcmd.threads(server.pid()).stream()
                    .filter(line -> line.matches("^\"(mesh|redisson|globalEventExecutor|netty).*"))
                    .toList();
            assertEquals(List.of(), threads);

            Jcmd.run(server.pid(), "GC.run");
            Jcmd.run(server.pid(), "GC.run");
            // An enum that every deployment loads: a line for each class loader that still has it.
            long loaders = Jcmd.run(server.pid(), "GC.class_histogram")
                    .lines()
                    .filter(line -> line.matches(".* io\\.meshws\\.protocol\\.ErrorCode( .*)?$"))
                    .count();
            assertTrue(loaders <= KEPT_BY_SERVERS, loaders + " class loaders after " + TIMES + " deployments");
        }
    }

    private static Map<String, String> properties() {
        return Map.of("mesh.redis.uri", redis.uri());
    }

    private static void use(Redeployable server) {
        try (WireClient client = WireClient.connect(server.uri("/mesh"))) {
            client.send("{\"id\":1,\"command\":\"mesh/join-room\",\"payload\":{\"roomName\":\"lobby\"}}");
            String reply = client.await(frame -> frame.contains("\"id\":1,"), WireClient.SOON);
            assertTrue(reply.contains("\"success\":true"), reply);
        }
    }
}
