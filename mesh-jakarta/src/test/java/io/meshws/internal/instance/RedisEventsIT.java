package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshws.ClusterUnavailableException;
import io.meshws.EventRegistration;
import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class RedisEventsIT extends EventsContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    private TestInstance joining(EmbeddedRedis redis) {
        MeshConfig config = Clusters.withRedis(MeshConfig.builder(), redis.uri(), prefix, Duration.ofSeconds(5))
                .build();
        return TestInstance.onAbsentRedis(config);
    }

    @Test
    void withoutRedisOnlyOwnListenersHearAndOthersDoOnceItIsThere() {
        try (EmbeddedRedis redis = EmbeddedRedis.absent();
                TestInstance one = joining(redis);
                TestInstance two = joining(redis)) {
            List<Price> own = new CopyOnWriteArrayList<>();
            one.mesh.events().on(name, Price.class, own::add);
            EventRegistration registration = two.mesh.events().on(name, Price.class, heard::add);

            assertInstanceOf(ClusterUnavailableException.class, failure(registration.ready()));
            assertInstanceOf(ClusterUnavailableException.class, failure(emit(one, name, new Price("lost", 1))));
            assertEquals(List.of(new Price("lost", 1)), own);

            for (int outage = 0; outage < 2; outage++) {
                redis.start();
                Eventually.holds(() -> one.mesh.isClusterAvailable() && two.mesh.isClusterAvailable());
                heard.clear();
                Eventually.holds(() -> {
                    emit(one, name, new Price("again", 2));
                    return heard.contains(new Price("again", 2));
                });
                redis.kill();
                Eventually.holds(() -> !one.mesh.isClusterAvailable() && !two.mesh.isClusterAvailable());
            }
        }
    }

    @Test
    void aSenderHoldsUpNoOtherWhileItsEventIsBeingHandled() {
        Executor threads = task -> new Thread(task).start();
        CountDownLatch freed = new CountDownLatch(1);
        MeshConfig config = Clusters.withRedis(
                        MeshConfig.builder(), EmbeddedRedis.shared().uri(), prefix, Duration.ofSeconds(5))
                .build();
        try (TestInstance listening = TestInstance.onRedis(config, threads)) {
            CompletableFuture<Void> other = new CompletableFuture<>();
            get(listening
                    .mesh
                    .events()
                    .on(name, String.class, sender -> {
                        if (sender.equals("there")) {
                            other.complete(null);
                        } else {
                            Eventually.holds(() -> freed.getCount() == 0);
                        }
                    })
                    .ready());

            get(emit(here, name, "here"));
            get(emit(there, name, "there"));

            get(other);
            freed.countDown();
        }
    }
}
