package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.Json;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisPresenceFloodsIT extends PresenceFloodsContract {
    @Override
    TestInstance newInstance() {
        return onRedis();
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void ofTheStatesThatWaitForRedisOnlyTheLastIsPublished() {
        try (EmbeddedRedis redis = EmbeddedRedis.started();
                TestInstance one = onRedis(redis.uri(), Duration.ofSeconds(10));
                TestInstance two = onRedis(redis.uri(), Duration.ofSeconds(10))) {
            track(one);
            track(two);
            TestClient watcher = two.connect();
            subscribe(watcher, "lobby");
            TestClient a = one.connect();
            a.call("mesh/join-room", LOBBY);
            redis.freeze();
            List<Long> requests = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                requests.add(a.request("mesh/publish-presence-state", "{\"roomName\":\"lobby\",\"state\":" + i + "}"));
            }
            redis.unfreeze();
            requests.forEach(request -> assertEquals(JsonValue.TRUE, a.reply(request)));
            assertEquals(
                    Map.of(a.id(), Json.readTrusted("100")),
                    get(two.mesh.presence().states("lobby")));
            publish(a, "lobby", "\"state\":101");
            Eventually.holds(() -> updates(watcher).contains("state " + a.id() + " 101"));
            assertEquals(
                    List.of(
                            "join " + a.id(),
                            "state " + a.id() + " 1",
                            "state " + a.id() + " 100",
                            "state " + a.id() + " 101"),
                    updates(watcher));
        }
    }
}
