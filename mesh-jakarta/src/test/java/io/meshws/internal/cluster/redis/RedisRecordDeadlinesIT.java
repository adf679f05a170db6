package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The set that says when to look at which record, step by step. */
class RedisRecordDeadlinesIT {
    private static final long SHORT = 300;
    private static final long MINUTE = 60_000;
    private static final long LONG = 600_000;
    private static final Version NEVER = new Version("e", "no such write", 99);

    private final String prefix = RedisFixture.newPrefix();
    private final Keys keys = new Keys(prefix);
    private EmbeddedRedis redis = EmbeddedRedis.shared();
    private Instance instance;
    private RecordStore store;

    @BeforeEach
    void start() {
        instance = newInstance();
        store = instance.cluster().records();
    }

    @AfterEach
    void stop() {
        get(instance.cluster().stop());
    }

    private Instance newInstance() {
        return Instance.start(Clusters.redis(RedisFixture.config(redis, prefix, Duration.ofSeconds(5))));
    }

    private void write(String record, Version expected, long lifeMillis) {
        get(store.write(
                new Write(record, "w", expected, "e", "1", List.of(new RecordStep(null, "1")), lifeMillis, false)));
    }

    private void loses(String record, long lifeMillis) {
        write(record, NEVER, lifeMillis);
    }

    private double score(String record) {
        return Double.parseDouble(redis.text("ZSCORE " + keys.recordDeadlines() + " " + record));
    }

    private void note(String record, String score) {
        redis.command("ZADD " + keys.recordDeadlines() + " " + score + " " + record);
    }

    /** Redis runs on this machine. */
    private static long now() {
        return System.currentTimeMillis();
    }

    @Test
    void theEarlierTimeStays() {
        write("a", Version.NONE, MINUTE);
        double noted = score("a");
        loses("a", LONG);
        assertEquals(noted, score("a"));
        loses("a", MINUTE / 2);
        assertTrue(score("a") < noted);
    }

    @Test
    void aMarkGoesAndItsTimeStays() {
        long soon = now() + MINUTE;
        note("a", soon + ".5");
        loses("a", LONG);
        assertEquals(soon, score("a"));
    }

    @Test
    void aWriteHasAMomentBeforeOneLooks() {
        note("a", "1");
        long before = now();
        loses("a", LONG);
        assertTrue(score("a") >= before + 1000);
        assertTrue(score("a") <= now() + 1000);
    }

    @Test
    void aWriterThatFindsAnEarlierTimeNotesAgainAfterIt() {
        note("a", now() + 2000 + "");
        loses("a", LONG);
        redis.command("ZREM " + keys.recordDeadlines() + " a");
        Eventually.holds(() -> {
            loses("a", LONG);
            return redis.command("ZCARD " + keys.recordDeadlines()).equals(":1");
        });
    }

    @Test
    void oneThatFailsLeavesTheOthersAndIsLookedAtLater() {
        for (String record : List.of("a", "bad", "c")) {
            write(record, Version.NONE, SHORT);
        }
        redis.command("DEL " + keys.record("bad"));
        redis.command("SET " + keys.record("bad") + " text");
        try (CapturedLog log = new CapturedLog()) {
            Eventually.holds(() -> {
                get(store.expire());
                return instance.receiver().waiting() == 2
                        && log.withId("MESH-0111").size() == 1;
            });
            assertTrue(log.withId("MESH-0111").get(0).contains("\"bad\""));
            assertTrue(score("bad") > now());
            assertEquals(0, score("bad") % 1, "without a mark");
        }
        redis.command("DEL " + keys.record("bad"));
        note("bad", "1");
        write("bad", Version.NONE, SHORT);
        List.of("a", "c").forEach(record -> instance.receiver().next());
        Eventually.holds(() -> {
            get(store.expire());
            return instance.receiver().waiting() == 1;
        });
        assertEquals(new RecordExpired("bad", "1", 2), instance.receiver().next());
    }

    /** One that was looked at already has another time in Redis than the instance knows. */
    @Test
    void theSetComesBackIfRedisLostItAlone() {
        note("looked-at", now() + 600 + "");
        write("looked-at", Version.NONE, LONG);
        write("new", Version.NONE, LONG);
        Eventually.holds(() -> {
            get(store.expire());
            return score("looked-at") > now() + MINUTE;
        });
        redis.command("DEL " + keys.recordDeadlines() + " " + keys.instances());
        Eventually.holds(() -> redis.command("ZCARD " + keys.recordDeadlines()).equals(":2"));
        assertTrue(score("new") > now() + MINUTE);
        Eventually.holds(() -> {
            get(store.expire());
            return score("looked-at") > now() + MINUTE;
        });
    }

    @Test
    void anInstanceNotesAgainAfterRedisLostItsData() {
        try (EmbeddedRedis own = EmbeddedRedis.started()) {
            get(instance.cluster().stop());
            redis = own;
            start();
            write("a", Version.NONE, LONG);
            redis.command("FLUSHALL");
            Eventually.holds(() -> instance.receiver().rejoins() == 2);
            write("a", Version.NONE, LONG);
            assertTrue(score("a") > now());
        }
    }
}
