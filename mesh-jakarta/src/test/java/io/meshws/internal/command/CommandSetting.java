package io.meshws.internal.command;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** One instance that runs few commands at once, and a client. */
abstract class CommandSetting {
    final TestInstance instance = new TestInstance(
            Clusters.memory(),
            MeshConfig.builder()
                    .set(MeshProperty.MAX_IN_FLIGHT, 3)
                    .set(MeshProperty.COMMAND_TIMEOUT, Duration.ofSeconds(5))
                    .build());

    final CommandRegistry commands = instance.mesh.registry();

    final TestClient client = instance.connect();

    @AfterEach
    void stop() {
        instance.close();
    }

    static String code(JsonValue payload) {
        return payload.asJsonObject().getString("code");
    }

    static String error(JsonValue payload) {
        return payload.asJsonObject().getString("error");
    }
}
