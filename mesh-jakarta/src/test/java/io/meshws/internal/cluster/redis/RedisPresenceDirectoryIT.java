package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.PresenceDirectory.Member;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.internal.cluster.PresenceDirectoryContract;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordingReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RedisPresenceDirectoryIT extends PresenceDirectoryContract {
    private static final Duration TTL = Duration.ofMillis(500);

    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }

    @Test
    void aLateSweepTakesNobodyIfTheirDeadlinePassedMeanwhile() {
        try (EmbeddedRedis redis = EmbeddedRedis.started()) {
            RedisCluster cluster =
                    Clusters.redis(RedisFixture.config(redis, RedisFixture.newPrefix(), Duration.ofSeconds(5)));
            get(cluster.start(new RecordingReceiver()));
            PresenceDirectory presence = cluster.presence();
            Member member = new Member("a", "a", Optional.empty());
            get(presence.join("lobby", List.of(member), TTL));
            redis.freeze();
            long frozen = System.nanoTime();
            // All wait for Redis; the sweep and the question are before the renewal.
            CompletionStage<?> sweep = presence.expire("lobby", true);
            CompletionStage<View> asked = presence.read("lobby", false);
            CompletionStage<Set<String>> missing = presence.renew("lobby", Set.of("a"), TTL);
            Eventually.holds(() -> System.nanoTime() - frozen > 2 * TTL.toNanos());
            redis.unfreeze();
            assertEquals(Set.of(), get(missing));
            get(sweep);
            assertEquals(Set.of("a"), get(asked).present().users().keySet());
            assertEquals(
                    Set.of("a"),
                    get(presence.read("lobby", true)).present().users().keySet());

            Eventually.holds(() -> {
                get(presence.expire("lobby", true));
                return get(presence.read("lobby", true)).present().users().isEmpty();
            });
            get(cluster.stop());
        }
    }
}
