package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordExpired;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.testing.Eventually;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link RecordStore} about records that end. */
public abstract class RecordLivesContract extends ClusterContract {
    private static final long SHORT = 300;
    /** Long enough for a few writes on a busy machine. */
    private static final long MEDIUM = 3_000;

    private static final long LONG = 600_000;

    private RecordStore store;

    @BeforeEach
    void findStore() {
        store = first.cluster().records();
    }

    private static Write next(String record, Version expected, String value, long lifeMillis) {
        RecordStep step = value == null ? RecordStep.DELETED : new RecordStep(null, value);
        return new Write(
                record, expected.number() + ":" + value, expected, "e", value, List.of(step), lifeMillis, false);
    }

    private static Version write(RecordStore store, String record, Version expected, String value, long lifeMillis) {
        Write write = next(record, expected, value, lifeMillis);
        assertEquals(Optional.empty(), get(store.write(write)));
        return write.version();
    }

    private boolean isGone(String record) {
        return get(store.read(record)).value() == null;
    }

    @Test
    void nobodyReadsAnExpiredRecord() {
        Version one = write(store, "a", Version.NONE, "1", SHORT);
        Version other = write(store, "b", Version.NONE, "2", SHORT);
        Version third = write(store, "c", Version.NONE, "3", SHORT);
        Eventually.holds(() -> isGone("a"));
        Eventually.holds(() -> get(store.follow("b", Version.NONE)).value() == null);
        Eventually.holds(() ->
                get(store.write(next("c", Version.NONE, "x", 0))).orElseThrow().value() == null);
        assertEquals(new RecordExpired("a", "1", 2), first.receiver().next());
        Stored gone = get(store.read("a"));
        assertEquals(2, gone.version().number());
        assertEquals(one.epoch(), gone.version().epoch());
        for (Version before : List.of(one, other, third)) {
            assertTrue(get(store.write(next("a", before, "x", 0))).isPresent(), "the version counts on");
        }
        write(store, "a", gone.version(), "new", 0);
        assertEquals(3, get(store.read("a")).version().number());
    }

    @Test
    void followersAreToldAndTheInstanceThatRemovesToo() {
        Version one = write(store, "a", Version.NONE, "1", MEDIUM);
        assertEquals("1", get(store.follow("a", Version.NONE)).value());
        Eventually.holds(() -> {
            get(store.expire());
            return first.receiver().waiting() == 2;
        });
        List<ClusterMessage> told =
                List.of(first.receiver().next(), first.receiver().next());
        assertTrue(told.contains(new RecordExpired("a", "1", 2)), told::toString);
        RecordChange change = told.stream()
                .filter(RecordChange.class::isInstance)
                .map(RecordChange.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals(one, change.base());
        assertEquals(List.of(RecordStep.DELETED), change.steps());
        assertEquals(change.last(), get(store.read("a")).version());
        get(store.expire());
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void theLastWriteDecides() {
        Version longer = write(store, "longer", Version.NONE, "1", MEDIUM);
        Version ever = write(store, "ever", Version.NONE, "1", MEDIUM);
        Version deleted = write(store, "deleted", Version.NONE, "1", MEDIUM);
        Version back = write(store, "back", Version.NONE, "1", LONG);
        write(store, "longer", longer, "2", LONG);
        write(store, "ever", ever, "2", 0);
        write(store, "deleted", deleted, null, MEDIUM);
        write(store, "back", back, "2", MEDIUM);
        write(store, "last", Version.NONE, "1", MEDIUM);
        Eventually.holds(() -> {
            get(store.expire());
            return first.receiver().waiting() == 2;
        });
        assertEquals(
                List.of("back", "last"),
                Stream.generate(() -> ((RecordExpired) first.receiver().next()).recordId())
                        .limit(2)
                        .sorted()
                        .toList());
        assertEquals("2", get(store.read("longer")).value());
        assertEquals("2", get(store.read("ever")).value());
        assertNull(get(store.read("deleted")).value());
        assertEquals(2, get(store.read("deleted")).version().number());
    }

    @Test
    void aWriteThatLosesPostponesNothing() {
        write(store, "a", Version.NONE, "1", MEDIUM);
        assertTrue(get(store.write(next("a", Version.NONE, "2", LONG))).isPresent());
        Eventually.holds(() -> {
            get(store.expire());
            return first.receiver().waiting() == 1;
        });
        assertEquals(new RecordExpired("a", "1", 2), first.receiver().next());
    }

    @Test
    void manyEndTogether() {
        IntStream.range(0, 600).forEach(i -> write(store, "r" + i, Version.NONE, "1", SHORT));
        Eventually.holds(() -> {
            get(store.expire());
            return first.receiver().waiting() == 600;
        });
        assertEquals(
                600,
                Stream.generate(() -> first.receiver().next())
                        .limit(600)
                        .distinct()
                        .count());
    }

    @Test
    void oneOfSeveralInstancesRemovesEach() {
        assumeTrue(fixture.hasSeveral());
        Instance second = fixture.another();
        int count = 50;
        IntStream.range(0, count).forEach(i -> write(store, "r" + i, Version.NONE, "1", SHORT));
        Eventually.holds(() -> {
            var both = List.of(store.expire(), second.cluster().records().expire());
            both.forEach(Eventually::get);
            return first.receiver().waiting() + second.receiver().waiting() >= count;
        });
        get(store.expire());
        get(second.cluster().records().expire());
        assertEquals(count, first.receiver().waiting() + second.receiver().waiting());
    }
}
