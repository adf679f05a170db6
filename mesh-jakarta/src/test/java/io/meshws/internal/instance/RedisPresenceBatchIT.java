package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisPresenceBatchIT extends PresenceBatchContract {
    @Override
    TestInstance newInstance() {
        return onRedis();
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void aKilledInstanceGivesEachOfManySubscribersOneLeaveForEach() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = onRedis(cable.uri().toString())) {
            track(dying);
            List<TestClient> subscribers = subscribers(here);
            Set<String> dead = IntStream.range(0, 50)
                    .mapToObj(i -> {
                        TestClient client = dying.connect();
                        get(dying.mesh.rooms().add("lobby", client.id()));
                        return client.id();
                    })
                    .collect(Collectors.toSet());
            inBatches(() ->
                    subscribers.stream().allMatch(client -> updates(client).size() == 50));
            cable.shut();
            passing(() ->
                    subscribers.stream().allMatch(client -> updates(client).size() >= 100));
            for (TestClient client : subscribers) {
                assertEquals(100, updates(client).size());
                assertEquals(
                        dead.stream().map(id -> "leave " + id).collect(Collectors.toSet()),
                        new HashSet<>(updates(client).subList(50, 100)));
            }
        }
    }
}
