package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store when Redis has less of a record than it had confirmed, step by step. */
class RedisRecordSetbackIT {
    private final String prefix = RedisFixture.newPrefix();
    private Instance instance;
    private Instance other;
    private RecordStore store;

    @BeforeEach
    void start() {
        instance = newInstance();
        other = newInstance();
        store = instance.cluster().records();
    }

    @AfterEach
    void stop() {
        List.of(instance.cluster().stop(), other.cluster().stop()).forEach(Eventually::get);
    }

    private Instance newInstance() {
        return Instance.start(
                Clusters.redis(RedisFixture.config(EmbeddedRedis.shared(), prefix, Duration.ofSeconds(5))));
    }

    private static Write write(String id, Version expected, String value) {
        return new Write("r", id, expected, "e", value, List.of(new RecordStep(null, value)), 0, false);
    }

    /** @return the version that was written */
    private Version written(String id, Version expected, String value) {
        Write write = write(id, expected, value);
        assertEquals(Optional.empty(), get(store.write(write)));
        return write.version();
    }

    /** Four versions, of which two are taken back. */
    private Version[] takenBack() {
        Version[] versions = new Version[5];
        versions[0] = Version.NONE;
        for (int i = 1; i <= 4; i++) {
            versions[i] = written("w" + i, versions[i - 1], "" + i);
        }
        EmbeddedRedis.shared().command("HSET " + new Keys(prefix).record("r") + " v 2 d 2 w \" w2 w1 \"");
        assertEquals(new Stored(versions[2], "2"), get(store.read("r")));
        return versions;
    }

    @Test
    void aFollowerThatHeardOfMoreIsToldAHigherVersionAndSoAreAllOthers() {
        Version[] versions = takenBack();
        assertEquals(new Stored(versions[2], "2"), get(other.cluster().records().follow("r", versions[2])));
        Stored now = get(store.follow("r", versions[4]));
        assertEquals(5, now.version().number());
        assertEquals("2", now.value());
        RecordChange told = (RecordChange) other.receiver().next();
        assertEquals(new RecordChange("r", versions[4], now.version(), List.of(new RecordStep(null, "2"))), told);
        assertEquals(now, get(store.read("r")));
        // Once.
        assertEquals(now, get(other.cluster().records().follow("r", versions[4])));
        Version last = written("w5", now.version(), "5");
        assertEquals(6, last.number());
    }

    @Test
    void aWriteOnTopOfAValueThatWasTakenBackIsRefused() {
        Version[] versions = takenBack();
        Stored there = get(store.write(write("w5", versions[4], "5"))).orElseThrow();
        assertEquals(5, there.version().number());
        assertEquals("2", there.value());
        assertEquals(6, written("w5", there.version(), "5").number());
        // It is known by its id, also after all this.
        assertEquals(Optional.empty(), get(store.write(write("w5", there.version(), "5"))));
    }

    @Test
    void aNumberThatWasGivenAgainIsAnotherVersion() {
        Version[] versions = takenBack();
        Version again = written("again3", versions[2], "again3");
        again = written("again4", again, "again4");
        assertEquals(versions[4].number(), again.number());
        Stored there = get(store.write(write("w5", versions[4], "5"))).orElseThrow();
        assertEquals(5, there.version().number());
        assertEquals("again4", there.value());
    }

    @Test
    void deletedRecordsStayDeleted() {
        Version[] versions = takenBack();
        Write deletion = new Write("r", "gone", versions[2], "e", null, List.of(RecordStep.DELETED), 0, false);
        assertTrue(get(store.write(deletion)).isEmpty());
        Stored now = get(store.follow("r", versions[4]));
        assertEquals(new Stored(new Version("e", now.version().write(), 5), null), now);
    }

    @Test
    void aReaderThatIsBehindChangesNothing() {
        Version one = written("w1", Version.NONE, "1");
        Version two = written("w2", one, "2");
        assertEquals(new Stored(two, "2"), get(store.follow("r", one)));
        assertEquals(Optional.of(new Stored(two, "2")), get(store.write(write("w3", one, "3"))));
        assertEquals(new Stored(two, "2"), get(store.follow("r", new Version("another", "w9", 9))));
    }
}
