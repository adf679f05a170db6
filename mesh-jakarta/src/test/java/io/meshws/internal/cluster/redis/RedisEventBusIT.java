package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.EventBusContract;
import io.meshws.testing.EmbeddedRedis;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

class RedisEventBusIT extends EventBusContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }

    @Override
    protected Instance another() {
        return ((RedisFixture) fixture).mortal();
    }

    @Override
    protected void end(Instance instance) {
        ((RedisFixture) fixture).kill(instance);
    }

    @Test
    void anInstanceIsSubscribedOnlyToEventsThatItListensTo() {
        Instance second = other();
        other();
        listen(second, "price");
        listen(second, "stock");
        listen(first, "stock");

        assertEquals(1, subscribers("price"));
        assertEquals(2, subscribers("stock"));
        assertEquals(0, subscribers("nobody's"));

        get(second.cluster().events().ignore("stock"));
        assertEquals(1, subscribers("stock"));
        get(second.cluster().stop());
        assertEquals(0, subscribers("price"));
    }

    private long subscribers(String name) {
        RedissonClient client = RedisFixture.client();
        try {
            return client.getTopic(((RedisFixture) fixture).keys().event(name)).countSubscribers();
        } finally {
            client.shutdown();
        }
    }

    /** The probes of the instances are publications too, one a second each. */
    @Test
    void anEventIsOnePublicationHoweverManyListen() {
        int count = 1_000;
        List<Instance> listening = Stream.generate(this::other).limit(4).toList();
        listening.forEach(each -> listen(each, "price"));
        long before = publications();

        get(CompletableFuture.allOf(IntStream.range(0, count)
                .mapToObj(i -> first.cluster().events().send("price", "1").toCompletableFuture())
                .toArray(CompletableFuture[]::new)));

        long published = publications() - before;
        assertTrue(published >= count && published < 2 * count, () -> published + " publications");
    }

    private static long publications() {
        return EmbeddedRedis.shared().calls().getOrDefault("publish", 0L);
    }
}
