package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.protocol.Change;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RedisRecordExpiryIT extends RecordExpiryContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void recordsOfAKilledInstanceEndToo() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = onRedis(cable.uri().toString(), Duration.ofSeconds(1), MeshConfig.builder())) {
            for (TestInstance instance : List.of(here, dying)) {
                instance.mesh.records().expireAfter(Pattern.compile("note:.*"), Duration.ofSeconds(2));
            }
            get(dying.mesh.records().write("note:1", "of the dead"));
            cable.shut();
            Eventually.holds(() -> {
                here.mesh.tick();
                return !here.recordsRemoved.isEmpty();
            });
            assertEquals(json("\"of the dead\""), here.recordsRemoved.get(0).value());
            assertEquals(List.of(), dying.recordsRemoved);
        }
    }

    /** A Redis Cluster may lose the node of the set, and keep those of the records. */
    @Test
    void recordsEndAlthoughTheSetOfDeadlinesWasLost() {
        here.mesh.records().expireAfter(Pattern.compile("note:.*"), Duration.ofSeconds(2));
        get(here.mesh.records().write("note:1", 1));
        lose(prefix + ":record-deadlines");
        TestInstance.eventually(() -> !here.recordsRemoved.isEmpty(), here);
        assertEquals(json("1"), here.recordsRemoved.get(0).value());
    }

    @Test
    void aWriteBeginsTheTimeAnewIfItChangesSomething() {
        here.mesh.records().expireAfter(Pattern.compile("note:.*"), Duration.ofDays(1));
        get(here.mesh.records().write("note:1", 0));
        long first = deadline();
        Eventually.holds(() -> {
            get(here.mesh.records().change("note:1", Change.increment("")));
            return deadline() > first;
        });
        long last = deadline();
        long version = get(here.mesh.records().get("note:1")).version();
        Eventually.holds(
                () -> System.currentTimeMillis() > last - Duration.ofDays(1).toMillis());
        assertEquals(version, get(here.mesh.records().write("note:1", version - 1)));
        assertEquals(last, deadline());
    }

    private long deadline() {
        return Long.parseLong(EmbeddedRedis.shared().text("HGET " + prefix + ":record:{note:1} x"));
    }

    @Test
    void theSetOfDeadlinesForgetsEndedRecords() {
        here.mesh.records().expireAfter(Pattern.compile("note:.*"), Duration.ofSeconds(1));
        get(here.mesh.records().write("note:1", 1));
        EmbeddedRedis redis = EmbeddedRedis.shared();
        assertEquals(":1", redis.command("ZCARD " + prefix + ":record-deadlines"));
        Eventually.holds(() -> {
            here.mesh.tick();
            return !here.recordsRemoved.isEmpty();
        });
        // It is looked at once more, a minute later.
        Eventually.holds(() -> score(redis) % 1 == 0.5);
        redis.command("ZADD " + prefix + ":record-deadlines 1.5 note:1");
        Eventually.holds(() -> {
            here.mesh.tick();
            return redis.command("ZCARD " + prefix + ":record-deadlines").equals(":0");
        });
    }

    private double score(EmbeddedRedis redis) {
        return Double.parseDouble(redis.text("ZSCORE " + prefix + ":record-deadlines note:1"));
    }
}
