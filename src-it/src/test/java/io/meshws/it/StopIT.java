package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StopIT {
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @Test
    void an_instance_that_is_stopped_ends_its_connections_and_leaves_nothing_in_redis() {
        try (ServerProcess server = ServerProcess.launch(Wars.withMesh(), Map.of("mesh.redis.uri", redis.uri()))
                        .awaitReady();
                WireClient client = WireClient.connect(server.uri("/mesh"))) {
            client.await();
            Eventually.holds("the connection is in Redis", WireClient.SOON, () -> redis.size() > 1);

            server.stop();

            // On SIGTERM Payara sometimes ends its network before Tyrus has said 1001.
            int code = client.awaitClose().code();
            assertTrue(code == 1001 || code == 1006, "closed with " + code);
            assertEquals(0, redis.size());
            assertFalse(server.log().contains("Error destroying"), server.log());
        }
    }
}
