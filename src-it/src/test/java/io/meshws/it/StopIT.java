package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StopIT {
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @Test
    void anInstanceThatIsStoppedSaysGoodbyeAndLeavesNothingInRedis() {
        try (ServerProcess server = ServerProcess.launch(Wars.withMesh(), Map.of("mesh.redis.uri", redis.uri()))
                        .awaitReady();
                WireClient client = WireClient.connect(server.uri("/mesh"))) {
            client.await();
            Eventually.holds("the connection is in Redis", WireClient.SOON, () -> redis.size() > 1);

            server.stop();

            assertEquals(1001, client.awaitClose().code());
            assertEquals(0, redis.size());
            assertFalse(server.log().contains("Error destroying"), server.log());
        }
    }
}
