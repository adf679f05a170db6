package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedeploymentIT {
    private static final String BEAN = "io.meshws:application=\"/\",type=Mesh";
    private static final int TIMES = 6;
    /** Servers and Netty's finalizers let go of the last application only when the next one comes. */
    private static final int KEPT_BY_SERVERS = 3;

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @Test
    void redeployments_leave_no_thread_no_key_no_management_bean_and_no_class_loader() {
        try (Redeployable server = Redeployable.start(Wars.withMesh(), properties())) {
            for (int i = 0; i < TIMES; i++) {
                server.deploy();
                use(server);
                assertEquals(Set.of(BEAN), ManagementBeans.of(server.pid()));
                server.undeploy();
                assertEquals(Set.of(), ManagementBeans.of(server.pid()));
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

    @Test
    void a_deployment_that_failed_half_way_leaves_its_management_bean_to_the_next(@TempDir Path directory)
            throws IOException {
        Path fail = directory.resolve("fail");
        try (Redeployable server = Redeployable.start(
                Wars.withMesh().addAsLibrary(LateFailure.library()), Map.of(LateFailure.FILE, fail.toString()))) {
            Files.createFile(fail);
            server.deployInVain();
            Files.delete(fail);
            // WildFly ends what failed when something takes its place.
            server.deploy();
            assertEquals(Set.of(BEAN), ManagementBeans.of(server.pid()));
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
