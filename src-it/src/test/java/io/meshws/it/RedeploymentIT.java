package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.presence.Tracking;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedeploymentIT {
    private static final String BEAN = "io.meshws:application=\"/\",type=Mesh";
    private static final int TIMES = 6;
    /** Servers and Netty's finalizers only release the last application when the next one comes. */
    private static final int KEPT_BY_SERVERS = 3;

    private static final String ROOM = "room:redeployed";
    /** How many states end by themselves in each deployment. */
    private static final int ENDS = 5;

    private static final Duration EXPIRE = Duration.ofMillis(100);
    /** Printed, because a busy machine breaks any limit: the promise is proved with a clock in the hands of the test. */
    private final List<Long> late = new ArrayList<>();

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @Test
    void redeploymentsLeaveNoThreadNoKeyNoManagementBeanAndNoClassLoader() {
        try (Redeployable server =
                Redeployable.start(Wars.withMesh().addPackage(Tracking.class.getPackage()), properties())) {
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
            // An enum that every deployment loads: one line for each class loader that still has it.
            long loaders = Jcmd.run(server.pid(), "GC.class_histogram")
                    .lines()
                    .filter(line -> line.matches(".* io\\.meshws\\.protocol\\.ErrorCode( .*)?$"))
                    .count();
            assertTrue(loaders <= KEPT_BY_SERVERS, loaders + " class loaders after " + TIMES + " deployments");
        }
        Collections.sort(late);
        System.out.printf("%s: states were taken so many ms after they were over: %s%n", ServerKind.current(), late);
        assertEquals(TIMES * ENDS, late.size());
    }

    @Test
    void aDeploymentThatFailedHalfWayLeavesItsManagementBeanToTheNext(@TempDir Path directory) throws IOException {
        Path fail = directory.resolve("fail");
        try (Redeployable server = Redeployable.start(
                Wars.withMesh().addAsLibrary(LateFailure.library()), Map.of(LateFailure.FILE, fail.toString()))) {
            Files.createFile(fail);
            server.deployInVain();
            Files.delete(fail);
            // WildFly ends a failed deployment when another one replaces it.
            server.deploy();
            assertEquals(Set.of(BEAN), ManagementBeans.of(server.pid()));
        }
    }

    private static Map<String, String> properties() {
        return Map.of("mesh.redis.uri", redis.uri());
    }

    private void use(Redeployable server) {
        try (Visitor visitor = Visitor.connect(server.uri("/mesh"))) {
            visitor.join(ROOM);
            visitor.follow(ROOM);
            for (int i = 1; i <= ENDS; i++) {
                visitor.publish(ROOM, "typing", EXPIRE);
                int told = 2 * i;
                Eventually.equal("states that came and ended", WireClient.SOON, told, () -> visitor.log()
                        .stateTimes()
                        .size());
                List<Long> times = visitor.log().stateTimes();
                late.add(times.get(told - 1) - times.get(told - 2) - EXPIRE.toMillis());
            }
            // Its end is still scheduled when the application is undeployed.
            visitor.publish(ROOM, "typing", Duration.ofSeconds(3));
        }
    }
}
