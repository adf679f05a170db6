package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshws.internal.cluster.ClusterMessage.IndexChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordIndex.Bucket;
import io.meshws.internal.cluster.RecordIndex.Entry;
import io.meshws.internal.cluster.RecordIndex.Place;
import io.meshws.internal.cluster.RecordIndex.Reading;
import io.meshws.internal.cluster.RecordStore.Part;
import io.meshws.internal.cluster.RecordStore.Transaction;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link RecordIndex}. */
public abstract class RecordIndexContract extends ClusterContract {
    private static final Bucket ALL = new Bucket("s {lot}%7D", "0a");
    private static final Bucket ADAS = new Bucket("s {lot}%7D", "0b");

    private RecordStore store;
    private RecordIndex index;

    @BeforeEach
    void findIndex() {
        store = first.cluster().records();
        index = first.cluster().recordIndex();
    }

    private Write write(String record, String value, Place... places) {
        Version expected = get(store.read(record)).version();
        String epoch = expected.epoch().isEmpty() ? "e" : expected.epoch();
        RecordStep step = value == null ? RecordStep.DELETED : new RecordStep(null, value);
        return new Write(record, "w" + record + expected.number(), expected, epoch, value, List.of(step), 0, false)
                .at(List.of(places));
    }

    private void put(String record, String value, Place... places) {
        assertEquals(Optional.empty(), get(store.write(write(record, value, places))));
    }

    private static Place all(String values) {
        return new Place(ALL, values);
    }

    private static Place adas(String values) {
        return new Place(ADAS, values);
    }

    private List<Entry> entries(Bucket bucket) {
        return get(index.read(bucket, "", 1000));
    }

    private IndexChange next() {
        return (IndexChange) first.receiver().next();
    }

    @Test
    void aWritePutsTheRecordWhereItBelongsAndNowhereElse() {
        put("b \"1\"", "1", all("[\"ada\"]"), adas("[\"ada\"]"));
        put("a/ü", "1", all("[\"bob\"]"));
        assertEquals(List.of(new Entry("a/ü", "[\"bob\"]"), new Entry("b \"1\"", "[\"ada\"]")), entries(ALL));
        assertEquals(List.of(new Entry("b \"1\"", "[\"ada\"]")), entries(ADAS));
        put("b \"1\"", "2", all("[\"bob\"]"));
        put("a/ü", "2", all("[\"ada\"]"), adas("[\"ada\"]"));
        assertEquals(List.of(new Entry("a/ü", "[\"ada\"]"), new Entry("b \"1\"", "[\"bob\"]")), entries(ALL));
        assertEquals(List.of(new Entry("a/ü", "[\"ada\"]")), entries(ADAS));
    }

    @Test
    void deletionsTransactionsAndWritesWithoutPlacesTakeItAway() {
        for (String record : List.of("a", "b", "c", "d")) {
            put(record, "1", all("[]"));
        }
        put("a", null);
        put("b", "2");
        get(store.write(new Transaction(
                "t",
                List.of(
                        Part.of(write("c", null).at(List.of())),
                        new Part("d", get(store.read("d")).version(), null)),
                false)));
        assertEquals(List.of(new Entry("d", "[]")), entries(ALL));
    }

    @Test
    void aWriteThatIsRefusedChangesNothing() {
        put("a", "1", all("[1]"));
        Write stale = new Write("a", "stale", Version.NONE, "x", "2", List.of(new RecordStep(null, "2")), 0, false)
                .at(List.of(all("[2]")));
        get(store.write(stale));
        assertEquals(List.of(new Entry("a", "[1]")), entries(ALL));
    }

    @Test
    void isReadInParts() {
        for (int i = 10; i < 35; i++) {
            put("r" + i, "1", all("[]"));
        }
        List<String> found = new ArrayList<>();
        String after = "";
        for (List<Entry> part = get(index.read(ALL, after, 10));
                !part.isEmpty();
                part = get(index.read(ALL, after, 10))) {
            part.forEach(entry -> found.add(entry.recordId()));
            after = found.get(found.size() - 1);
        }
        assertEquals(25, found.size());
        assertEquals(found.stream().sorted().toList(), found);
        assertEquals("r11", get(index.read(ALL, "r10", 1)).get(0).recordId());
        assertEquals(24, get(index.read(ALL, "r10z", 100)).size());
    }

    @Test
    void aFollowerOfABucketIsToldOfEachChangeInOrder() {
        put("a", "1", all("[1]"), adas("[1]"));
        Reading reading = get(index.follow(ALL));
        assertEquals(List.of(new Entry("a", "[1]")), reading.entries());
        assertEquals(reading.entries(), get(index.follow(ADAS)).entries());
        put("b", "1", all("[2]"));
        put("a", "2", all("[1]"), adas("[1]"));
        put("a", "3", all("[3]"), adas("[3]"));
        put("a", null);
        List<IndexChange> ofAll = Stream.generate(this::next)
                .limit(5)
                .filter(change -> change.bucket().equals(ALL))
                .toList();
        String line = reading.version().line();
        long number = reading.version().number();
        assertEquals(
                List.of(
                        new IndexChange(ALL, new RecordIndex.Version(line, number + 1), "b", "[2]"),
                        new IndexChange(ALL, new RecordIndex.Version(line, number + 2), "a", "[3]"),
                        new IndexChange(ALL, new RecordIndex.Version(line, number + 3), "a", null)),
                ofAll);
    }

    @Test
    void afterTheLastFollowerHasLeftVersionsBeginOnAnotherLine() {
        Reading before = get(index.follow(ALL));
        get(index.unfollow(ALL));
        put("a", "1", all("[1]"));
        Reading after = get(index.follow(ALL));
        assertNotEquals(before.version().line(), after.version().line());
        assertEquals(List.of(new Entry("a", "[1]")), after.entries());
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void manyEntriesAreReadCompletely() {
        for (int i = 0; i < 17; i++) {
            List<Part> parts = new ArrayList<>();
            for (int j = 0; j < 64; j++) {
                String record = "r" + i + "." + j;
                parts.add(Part.of(
                        new Write(record, "t" + i, Version.NONE, "e", "1", List.of(new RecordStep(null, "1")), 0, false)
                                .at(List.of(all("[" + i + "]")))));
            }
            assertEquals(Optional.empty(), get(store.write(new Transaction("t" + i, parts, false))));
        }
        assertEquals(17 * 64, get(index.follow(ALL)).entries().size());
    }
}
