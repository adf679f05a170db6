package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisChannelPublishingIT extends ChannelPublishingContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void withoutRedisAPublicationFailsAndNothingIsPublished() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance instance = onRedis(redis.uri(), Duration.ofSeconds(1), MeshConfig.builder())) {
            instance.mesh.channels().expose("kept", Guard.ANYONE, 5);
            instance.mesh.channels().exposePublish("kept");
            TestClient client = instance.connect();
            subscribe(client, "kept", "");
            assertEquals(1, publish(client, "before").getInt("offset"));
            // The message travels apart from the reply.
            Eventually.holds(() -> messages(client).contains("before"));
            redis.kill();
            Eventually.holds(() -> !instance.mesh.isClusterAvailable());
            assertEquals("EUNAVAILABLE", publish(client, "lost").getString("code"));
            redis.start();
            Eventually.holds(instance.mesh::isClusterAvailable);
            publish(client, "after");
            assertEquals(List.of("after"), get(instance.mesh.channels().history("kept", 1)));
            Eventually.holds(() -> messages(client).contains("after"));
            assertEquals(List.of("before", "after"), messages(client));
        }
    }

    private static JsonObject publish(TestClient client, String message) {
        return client.call("mesh/publish-channel", "{\"channel\":\"kept\",\"message\":\"" + message + "\"}")
                .asJsonObject();
    }
}
