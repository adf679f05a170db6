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
import io.meshws.internal.cluster.RecordStore.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link RecordStore} promises. */
public abstract class RecordStoreContract {
    private static final Optional<Stored> WRITTEN = Optional.empty();

    private ClusterFixture fixture;
    private Instance first;
    private RecordStore store;

    protected abstract ClusterFixture newFixture();

    @BeforeEach
    void open() {
        fixture = newFixture();
        first = fixture.first();
        store = first.cluster().records();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static RecordStep value(String value) {
        return new RecordStep(null, value);
    }

    private static Write write(String record, Stored expected, String epoch, String value) {
        return new Write(
                record, expected, epoch, value, List.of(value == null ? RecordStep.DELETED : value(value)), false);
    }

    @Test
    void knowsNothingOfWhatWasNotWritten() {
        assertEquals(Stored.NOTHING, get(store.read("a")));
        assertEquals(Stored.NOTHING, get(store.follow("a")));
    }

    @Test
    void writesWhereItIsAsExpectedAndElseSaysWhatIsThere() {
        assertEquals(WRITTEN, get(store.write(write("a", Stored.NOTHING, "e1", "1"))));
        Stored one = new Stored("e1", 1, "1");
        assertEquals(one, get(store.read("a")));
        assertEquals(Optional.of(one), get(store.write(write("a", Stored.NOTHING, "e2", "2"))));
        assertEquals(Optional.of(one), get(store.write(write("a", new Stored("e2", 1, null), "e2", "2"))));
        assertEquals(Optional.of(one), get(store.write(write("a", new Stored("e1", 2, null), "e1", "2"))));
        assertEquals(one, get(store.read("a")));
        assertEquals(WRITTEN, get(store.write(write("a", one, "e1", "2"))));
        assertEquals(new Stored("e1", 2, "2"), get(store.read("a")));
        assertEquals(Stored.NOTHING, get(store.read("b")));
    }

    @Test
    void countsAVersionForEachStep() {
        List<RecordStep> steps = List.of(value("1"), new RecordStep("[]", "2"), new RecordStep("[]", null));
        get(store.write(new Write("a", Stored.NOTHING, "e", "3", steps, false)));
        assertEquals(new Stored("e", 3, "3"), get(store.read("a")));
    }

    @Test
    void keepsTheVersionOfWhatWasDeleted() {
        get(store.write(write("a", Stored.NOTHING, "e", "1")));
        assertEquals(WRITTEN, get(store.write(write("a", new Stored("e", 1, null), "e", null))));
        Stored deleted = get(store.read("a"));
        assertEquals(new Stored("e", 2, null), deleted);
        assertEquals(WRITTEN, get(store.write(write("a", deleted, "e", "3"))));
        assertEquals(new Stored("e", 3, "3"), get(store.read("a")));
    }

    @Test
    void tellsWhoFollowsAndNobodyElse() {
        get(store.write(write("a", Stored.NOTHING, "e", "1")));
        assertEquals(new Stored("e", 1, "1"), get(store.follow("a")));
        get(store.write(write("b", Stored.NOTHING, "e", "9")));
        List<RecordStep> steps = List.of(new RecordStep("[{\"op\":\"x\"}]", null), RecordStep.DELETED, value("\"ü\""));
        get(store.write(new Write("a", new Stored("e", 1, null), "e", "\"ü\"", steps, false)));
        assertEquals(new RecordChange("a", "e", 1, steps), first.receiver().next());
        get(store.unfollow("a"));
        get(store.write(write("a", new Stored("e", 4, null), "e", "5")));
        get(store.follow("a"));
        get(store.write(write("a", new Stored("e", 5, null), "e", "6")));
        assertEquals(
                new RecordChange("a", "e", 5, List.of(value("6"))),
                first.receiver().next());
    }

    @Test
    void tellsEveryInstanceThatFollowsInTheOrderOfTheVersions() {
        assumeTrue(fixture.hasSeveral());
        Instance second = fixture.another();
        Instance stranger = fixture.another();
        get(store.follow("a"));
        get(second.cluster().records().follow("a"));
        int count = 500;
        Stored there = Stored.NOTHING;
        for (int i = 1; i <= count; i++) {
            RecordStore writer = (i % 2 == 0 ? first : second).cluster().records();
            assertEquals(WRITTEN, get(writer.write(write("a", there, "e", "" + i))));
            there = new Stored("e", i, null);
        }
        for (Instance instance : List.of(first, second)) {
            for (int i = 0; i < count; i++) {
                assertEquals(
                        new RecordChange("a", "e", i, List.of(value("" + (i + 1)))),
                        instance.receiver().next());
            }
            assertEquals(0, instance.receiver().waiting());
        }
        assertEquals(0, stranger.receiver().waiting());
    }

    @Test
    void losesNothingOfWhatEightWritersCount() {
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
        assertEquals(writers * each, last.version());
        assertEquals("" + writers * each, last.value());
    }

    private void increment(int writer) {
        Optional<Stored> there = Optional.of(get(store.read("counter")));
        while (there.isPresent()) {
            Stored before = there.get();
            String next = before.value() == null ? "1" : "" + (Integer.parseInt(before.value()) + 1);
            String epoch = before.epoch().isEmpty() ? "e" + writer : before.epoch();
            there = get(store.write(write("counter", before, epoch, next)));
        }
    }

    @Test
    void keepsARecordForAnInstanceThatInsists() {
        assumeTrue(fixture.hasSeveral());
        RecordStore other = fixture.another().cluster().records();
        get(store.write(write("a", Stored.NOTHING, "e", "1")));
        Stored wrong = new Stored("e", 0, null);
        Stored right = new Stored("e", 1, null);
        assertTrue(get(store.write(new Write("a", wrong, "e", "2", List.of(value("2")), true)))
                .isPresent());
        assertTrue(get(other.write(write("a", right, "e", "3"))).isPresent());
        assertEquals(WRITTEN, get(store.write(write("a", right, "e", "4"))));
        assertEquals(WRITTEN, get(other.write(write("a", new Stored("e", 2, null), "e", "5"))));
        // It ends by itself, too.
        assertTrue(get(store.write(new Write("a", wrong, "e", "2", List.of(value("2")), true)))
                .isPresent());
        while (get(other.write(write("a", new Stored("e", 3, null), "e", "6"))).isPresent()) {
            assertEquals(3, get(store.read("a")).version());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "}{", "a b", "日本語 🚀", "\"quoted\" \\", "*?[a-z]", "%7B", "x:instances", " "})
    void takesAnyId(String id) {
        get(store.follow(id));
        get(store.write(write(id, Stored.NOTHING, "e", "{\"a\":\"\\n\"}")));
        assertEquals(new Stored("e", 1, "{\"a\":\"\\n\"}"), get(store.read(id)));
        assertEquals(id, ((RecordChange) first.receiver().next()).recordId());
        assertNull(get(store.read(id + "x")).value());
        assertNotEquals("", get(store.read(id)).epoch());
    }
}
