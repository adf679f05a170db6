package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordChanges;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Part;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.internal.cluster.RecordStore.Transaction;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link RecordStore} about several records at once. */
public abstract class RecordTransactionContract extends ClusterContract {
    private static final Optional<List<Stored>> WRITTEN = Optional.empty();

    private RecordStore store;

    @BeforeEach
    void findStore() {
        store = first.cluster().records();
    }

    /** A part that writes the value, or deletes the record. */
    private static Part part(String id, String record, Version expected, String value) {
        String epoch = expected.epoch().isEmpty() ? "e-" + record : expected.epoch();
        RecordStep step = value == null ? RecordStep.DELETED : new RecordStep(null, value);
        return Part.of(new Write(record, id, expected, epoch, value, List.of(step), 0, false));
    }

    private static Part expecting(String record, Version expected) {
        return new Part(record, expected, null);
    }

    private static Version version(String id, String record, long number) {
        return new Version("e-" + record, id, number);
    }

    private static RecordChange change(Part part) {
        return part.write().change();
    }

    private static Transaction transaction(String id, Part... parts) {
        return new Transaction(id, List.of(parts), false);
    }

    private List<Stored> written(String id, String... records) {
        Part[] parts = Stream.of(records)
                .map(record -> part(id, record, Version.NONE, "0"))
                .toArray(Part[]::new);
        assertEquals(WRITTEN, get(store.write(transaction(id, parts))));
        return get(store.read(List.of(records)));
    }

    @Test
    void writesAllIfAllAreAsExpected() {
        assertEquals(
                List.of(
                        new Stored(version("t1", "a", 1), "0"),
                        new Stored(version("t1", "b", 1), "0"),
                        new Stored(version("t1", "c", 1), "0")),
                written("t1", "a", "b", "c"));
        assertEquals(
                WRITTEN,
                get(store.write(transaction(
                        "t2",
                        part("t2", "a", version("t1", "a", 1), "1"),
                        expecting("b", version("t1", "b", 1)),
                        part("t2", "c", version("t1", "c", 1), null),
                        expecting("d", Version.NONE)))));
        assertEquals(
                List.of(
                        new Stored(version("t2", "a", 2), "1"),
                        new Stored(version("t1", "b", 1), "0"),
                        new Stored(version("t2", "c", 2), null),
                        Stored.NOTHING),
                get(store.read(List.of("a", "b", "c", "d"))));
    }

    @Test
    void writesNothingIfOneIsNotAsExpectedAndReturnsTheCurrentRecords() {
        List<Stored> there = written("t1", "a", "b");
        Part good = part("t2", "a", version("t1", "a", 1), "1");
        for (Part bad : List.of(
                expecting("b", Version.NONE),
                part("t2", "b", Version.NONE, "1"),
                part("t2", "b", version("t1", "b", 0), "1"))) {
            assertEquals(Optional.of(there), get(store.write(transaction("t2", good, bad))));
            assertEquals(there, get(store.read(List.of("a", "b"))));
        }
        assertEquals(WRITTEN, get(store.write(transaction("t2", good, expecting("b", version("t1", "b", 1))))));
    }

    @Test
    void anInstanceThatFollowsSeveralReceivesTheirChangesInOneMessage() {
        get(store.follow("a", Version.NONE));
        get(store.follow("b", Version.NONE));
        Part a = part("t1", "a", Version.NONE, "{\"x\":\"\\u001e \\n\"}");
        Part b = part("t1", "b", Version.NONE, "2");
        Part c = part("t1", "c", Version.NONE, "3");
        get(store.write(transaction("t1", c, b, a)));
        assertEquals(
                new RecordChanges(List.of(change(b), change(a))),
                first.receiver().next());
        Part next = part("t2", "b", version("t1", "b", 1), null);
        get(store.write(transaction("t2", next, part("t2", "c", version("t1", "c", 1), "4"))));
        assertEquals(change(next), first.receiver().next());
        get(store.unfollow("a"));
        get(store.unfollow("b"));
        get(store.write(transaction("t3", part("t3", "a", version("t1", "a", 1), "5"))));
        get(store.follow("a", Version.NONE));
        Part last = part("t4", "a", version("t3", "a", 2), "6");
        get(store.write(transaction("t4", last, expecting("b", version("t2", "b", 2)))));
        assertEquals(change(last), first.receiver().next());
    }

    @Test
    void eachInstanceReceivesTheRecordsThatItFollows() {
        assumeTrue(fixture.hasSeveral());
        Instance second = fixture.another();
        Instance third = fixture.another();
        get(store.follow("a", Version.NONE));
        get(second.cluster().records().follow("a", Version.NONE));
        get(second.cluster().records().follow("b", Version.NONE));
        Part a = part("t1", "a", Version.NONE, "1");
        Part b = part("t1", "b", Version.NONE, "2");
        get(third.cluster().records().write(transaction("t1", a, b)));
        assertEquals(change(a), first.receiver().next());
        assertEquals(
                new RecordChanges(List.of(change(a), change(b))),
                second.receiver().next());
        assertEquals(0, third.receiver().waiting());
    }

    @Test
    void anInstanceThatInsistsHasAllRecordsForItselfOrNone() {
        assumeTrue(fixture.hasSeveral());
        RecordStore other = fixture.another().cluster().records();
        written("t1", "a", "b", "c");
        Version a = version("t1", "a", 1);
        Version b = version("t1", "b", 1);
        Version c = version("t1", "c", 1);
        Part wrong = part("x", "b", version("lost", "b", 0), "1");
        assertTrue(get(store.write(new Transaction("x", List.of(expecting("a", a), wrong), true)))
                .isPresent());
        for (String refused : List.of("a", "b")) {
            Version there = version("t1", refused, 1);
            assertTrue(get(other.write(part("y", refused, there, "2").write())).isPresent());
        }
        // Part of it is reserved: the rest is not, and others may write it.
        assertTrue(get(other.write(new Transaction(
                        "y", List.of(expecting("b", b), part("y", "c", version("lost", "c", 0), "1")), true)))
                .isPresent());
        assertEquals(Optional.empty(), get(store.write(part("z", "c", c, "3").write())));
        assertEquals(WRITTEN, get(store.write(transaction("t2", part("t2", "a", a, "4"), part("t2", "b", b, "4")))));
        // Writing ends the reservation.
        assertEquals(
                WRITTEN,
                get(other.write(transaction(
                        "t3",
                        part("t3", "a", version("t2", "a", 2), "5"),
                        part("t3", "b", version("t2", "b", 2), "5")))));
    }
}
