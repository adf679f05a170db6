package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of {@link RecordStore}. */
public abstract class RecordStoreContract extends ClusterContract {
    private static final Optional<Stored> WRITTEN = Optional.empty();

    private final AtomicInteger writes = new AtomicInteger();
    private RecordStore store;

    @BeforeEach
    void findStore() {
        store = first.cluster().records();
    }

    private static RecordStep value(String value) {
        return new RecordStep(null, value);
    }

    /** The version with that number, if the value was written in the way of these tests. */
    private static Version version(String epoch, long number, String value) {
        return number == 0 ? Version.NONE : new Version(epoch, number + ":" + value, number);
    }

    private static Stored stored(String epoch, long number, String value) {
        return new Stored(version(epoch, number, value), value);
    }

    private static Write write(String record, Version expected, String epoch, String value) {
        return write(record, expected, epoch, value, List.of(value == null ? RecordStep.DELETED : value(value)), false);
    }

    private static Write write(
            String record, Version expected, String epoch, String value, List<RecordStep> steps, boolean insisting) {
        String id = version(epoch, expected.number() + steps.size(), value).write();
        return new Write(record, id, expected, epoch, value, steps, 0, insisting);
    }

    @Test
    void hasNoUnwrittenRecord() {
        assertEquals(Stored.NOTHING, get(store.read("a")));
        assertEquals(Stored.NOTHING, get(store.follow("a", Version.NONE)));
    }

    @Test
    void writesIfTheRecordIsAsExpectedAndOtherwiseReturnsIt() {
        assertEquals(WRITTEN, get(store.write(write("a", Version.NONE, "e1", "1"))));
        Stored one = stored("e1", 1, "1");
        assertEquals(one, get(store.read("a")));
        assertEquals(Optional.of(one), get(store.write(write("a", Version.NONE, "e2", "2"))));
        assertEquals(Optional.of(one), get(store.write(write("a", version("e2", 1, "1"), "e2", "2"))));
        assertEquals(one, get(store.read("a")));
        assertEquals(WRITTEN, get(store.write(write("a", one.version(), "e1", "2"))));
        assertEquals(stored("e1", 2, "2"), get(store.read("a")));
        for (Version never : List.of(version("e1", 2, "other"), version("e1", 3, "3"))) {
            assertEquals(
                    "2",
                    get(store.write(write("a", never, "e1", "x"))).orElseThrow().value());
        }
        assertEquals(Stored.NOTHING, get(store.read("b")));
    }

    @Test
    void countsAVersionForEachStep() {
        List<RecordStep> steps = List.of(value("1"), new RecordStep("[]", "2"), new RecordStep("[]", null));
        get(store.write(write("a", Version.NONE, "e", "3", steps, false)));
        assertEquals(stored("e", 3, "3"), get(store.read("a")));
    }

    @Test
    void keepsTheVersionOfADeletedRecord() {
        get(store.write(write("a", Version.NONE, "e", "1")));
        assertEquals(WRITTEN, get(store.write(write("a", version("e", 1, "1"), "e", null))));
        Stored deleted = get(store.read("a"));
        assertEquals(stored("e", 2, null), deleted);
        assertEquals(WRITTEN, get(store.write(write("a", deleted.version(), "e", "3"))));
        assertEquals(stored("e", 3, "3"), get(store.read("a")));
    }

    @Test
    void tellsFollowersAndNobodyElse() {
        get(store.write(write("a", Version.NONE, "e", "1")));
        assertEquals(stored("e", 1, "1"), get(store.follow("a", Version.NONE)));
        get(store.write(write("b", Version.NONE, "e", "9")));
        List<RecordStep> steps = List.of(new RecordStep("[{\"op\":\"x\"}]", null), RecordStep.DELETED, value("\"ü\""));
        get(store.write(write("a", version("e", 1, "1"), "e", "\"ü\"", steps, false)));
        assertEquals(
                new RecordChange("a", version("e", 1, "1"), version("e", 4, "\"ü\""), steps),
                first.receiver().next());
        get(store.unfollow("a"));
        get(store.write(write("a", version("e", 4, "\"ü\""), "e", "5")));
        get(store.follow("a", Version.NONE));
        get(store.write(write("a", version("e", 5, "5"), "e", "6")));
        assertEquals(
                new RecordChange("a", version("e", 5, "5"), version("e", 6, "6"), List.of(value("6"))),
                first.receiver().next());
    }

    @Test
    void tellsEveryInstanceThatFollowsInTheOrderOfTheVersions() {
        assumeTrue(fixture.hasSeveral());
        Instance second = fixture.another();
        Instance stranger = fixture.another();
        get(store.follow("a", Version.NONE));
        get(second.cluster().records().follow("a", Version.NONE));
        int count = 500;
        Version there = Version.NONE;
        for (int i = 1; i <= count; i++) {
            RecordStore writer = (i % 2 == 0 ? first : second).cluster().records();
            assertEquals(WRITTEN, get(writer.write(write("a", there, "e", "" + i))));
            there = version("e", i, "" + i);
        }
        for (Instance instance : List.of(first, second)) {
            for (int i = 0; i < count; i++) {
                assertEquals(
                        new RecordChange(
                                "a",
                                version("e", i, "" + i),
                                version("e", i + 1, "" + (i + 1)),
                                List.of(value("" + (i + 1)))),
                        instance.receiver().next());
            }
            assertEquals(0, instance.receiver().waiting());
        }
        assertEquals(0, stranger.receiver().waiting());
    }

    @Test
    void losesNoIncrementOfEightWriters() {
        int writers = 8;
        int each = 50;
        CompletableFuture<?>[] done = IntStream.range(0, writers)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < each; i++) {
                        increment(writer);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        get(CompletableFuture.allOf(done));
        Stored last = get(store.read("counter"));
        assertEquals(writers * each, last.version().number());
        assertEquals("" + writers * each, last.value());
    }

    private void increment(int writer) {
        Optional<Stored> there = Optional.of(get(store.read("counter")));
        while (there.isPresent()) {
            Stored before = there.get();
            String next = before.value() == null ? "1" : "" + (Integer.parseInt(before.value()) + 1);
            String epoch = before.version().epoch().isEmpty()
                    ? "e" + writer
                    : before.version().epoch();
            there = get(store.write(new Write(
                    "counter",
                    writer + "." + writes.incrementAndGet(),
                    before.version(),
                    epoch,
                    next,
                    List.of(value(next)),
                    0,
                    false)));
        }
    }

    @Test
    void keepsARecordForAnInstanceThatInsists() {
        assumeTrue(fixture.hasSeveral());
        RecordStore other = fixture.another().cluster().records();
        get(store.write(write("a", Version.NONE, "e", "1")));
        Version wrong = new Version("e", "", 0);
        Version right = version("e", 1, "1");
        assertTrue(get(store.write(write("a", wrong, "e", "2", List.of(value("2")), true)))
                .isPresent());
        assertTrue(get(other.write(write("a", right, "e", "3"))).isPresent());
        assertEquals(WRITTEN, get(store.write(write("a", right, "e", "4"))));
        assertEquals(WRITTEN, get(other.write(write("a", version("e", 2, "4"), "e", "5"))));
        // It ends by itself, too.
        assertTrue(get(store.write(write("a", wrong, "e", "2", List.of(value("2")), true)))
                .isPresent());
        while (get(other.write(write("a", version("e", 3, "5"), "e", "6"))).isPresent()) {
            assertEquals(3, get(store.read("a")).version().number());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "}{", "a b", "日本語 🚀", "\"quoted\" \\", "*?[a-z]", "%7B", "x:instances", " "})
    void takesAnyId(String id) {
        get(store.follow(id, Version.NONE));
        get(store.write(write(id, Version.NONE, "e", "{\"a\":\"\\n\"}")));
        assertEquals(stored("e", 1, "{\"a\":\"\\n\"}"), get(store.read(id)));
        assertEquals(id, ((RecordChange) first.receiver().next()).recordId());
        assertNull(get(store.read(id + "x")).value());
        assertNotEquals("", get(store.read(id)).version().epoch());
    }
}
