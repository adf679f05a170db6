package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RecordQuery;
import io.meshws.RecordSelection;
import io.meshws.testing.Departures;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestInstance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However large a collection is, and whatever becomes of it, no frame is longer than a client and its outbox can handle. */
@ExtendWith(Departures.class)
abstract class LongCollectionsContract {
    private static final Pattern TASKS = Pattern.compile("task:.+");
    private static final RecordQuery BY_DUE = RecordQuery.of(TASKS).sortBy("/due");
    private static final int ENVELOPE = 1000;

    private TestInstance instance;

    abstract TestInstance newInstance(MeshConfig.Builder config);

    private void start(int outbox) {
        instance = newInstance(MeshConfig.builder().set(MeshProperty.OUTBOX_MAX_SIZE, outbox));
        instance.mesh.records().expose(TASKS);
        instance.mesh.records().index(TASKS, "/due");
        instance.mesh.records().exposeCollection("by-due", (caller, id) -> BY_DUE);
        instance.mesh.records().exposeCollection("all", (caller, id) -> RecordQuery.of(TASKS));
    }

    @AfterEach
    void stop() {
        instance.leave();
    }

    /** Three times as many bytes as characters. */
    private static String id(int number) {
        return "task:" + "\u20ac".repeat(60) + (100 + number);
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(LongCollectionsContract::id).toList();
    }

    /** In one step; null deletes. */
    private void write(Map<String, Integer> dues) {
        get(instance.mesh
                .records()
                .transaction(
                        tx -> {
                            dues.forEach((id, due) -> {
                                if (due == null) {
                                    tx.delete(id);
                                } else {
                                    tx.write(id, Map.of("due", due));
                                }
                            });
                            return null;
                        },
                        dues.keySet().toArray(String[]::new)));
    }

    private void assertNoFrameIsTooLong(ManualTransport transport) {
        int max = instance.mesh.config().get(MeshProperty.OUTBOX_MAX_SIZE) / 2;
        for (String frame : transport.sent()) {
            int length = frame.getBytes(StandardCharsets.UTF_8).length;
            assertTrue(length <= max + ENVELOPE, () -> length + " bytes: " + frame.substring(0, 200));
        }
        assertEquals(List.of(), transport.closeCodes());
    }

    /** The client reads one frame after the other, and the server goes on. */
    private void reads(ManualTransport transport, CollectionView view, List<String> expected) {
        TestInstance.eventually(
                () -> {
                    transport.release();
                    return view.state().complete() && view.ids().equals(expected);
                },
                instance);
    }

    @Test
    void aSnapshotIsAsLongAsAReplyAndTheRestFollows() {
        start(100_000);
        for (int i = 0; i < 30; i++) {
            // 6 characters each when sent.
            get(instance.mesh.records().write(id(i), Map.of("due", i, "text", "\u0001".repeat(1500))));
        }
        for (String collection : List.of("by-due", "all")) {
            ManualTransport transport = new ManualTransport();
            CollectionView view = CollectionView.of(instance, transport, collection);
            int first = view.reply.getJsonArray("records").size();
            assertTrue(first >= 4 && first <= 5, () -> first + " records");
            transport.hold();
            if (collection.equals("by-due")) {
                reads(transport, view, ids(0, 30));
            } else {
                TestInstance.eventually(
                        () -> {
                            transport.release();
                            return view.sorted().equals(ids(0, 30));
                        },
                        instance);
            }
            assertNoFrameIsTooLong(transport);
        }
    }

    @Test
    void removedAndMovedRecordsAreCountedToo() {
        start(6000);
        Map<String, Integer> up = new HashMap<>();
        Map<String, Integer> down = new HashMap<>();
        for (String id : ids(0, 60)) {
            up.put(id, up.size());
            down.put(id, -down.size());
        }
        write(up);
        ManualTransport transport = new ManualTransport();
        CollectionView view = CollectionView.of(instance, transport, "by-due");
        transport.hold();
        reads(transport, view, ids(0, 60));
        write(down);
        List<String> reversed = new ArrayList<>(ids(0, 60));
        Collections.reverse(reversed);
        reads(transport, view, reversed);
        Map<String, Integer> gone = new HashMap<>();
        ids(0, 59).forEach(id -> gone.put(id, null));
        write(gone);
        reads(transport, view, ids(59, 60));
        assertNoFrameIsTooLong(transport);
    }

    /** The client is told a list each time, even if it changes before the client is told the rest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aClientThatReadsSlowlyHasTheOrderInTheEnd(int seed) {
        start(6000);
        Random random = new Random(seed);
        ManualTransport transport = new ManualTransport();
        CollectionView view = CollectionView.of(instance, transport, "by-due");
        transport.hold();
        Map<String, Integer> all = new HashMap<>();
        for (int round = 0; round < 40; round++) {
            Map<String, Integer> changes = new HashMap<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                changes.put(id(random.nextInt(20)), random.nextInt(4) == 0 ? null : random.nextInt(50));
            }
            write(changes);
            all.putAll(changes);
            transport.release(random.nextInt(3));
            instance.mesh.tick();
            view.state();
        }
        List<String> expected = all.entrySet().stream()
                .filter(record -> record.getValue() != null)
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        reads(transport, view, expected);
        assertNoFrameIsTooLong(transport);
    }

    @Test
    void aSelectionThatGetsAnOrderIsInOrder() {
        start(100_000);
        AtomicReference<RecordSelection> selection =
                new AtomicReference<>(RecordSelection.ids(ids(0, 10)).dependingOn(RecordQuery.of(TASKS)));
        instance.mesh.records().exposeCollection("changing", (caller, id) -> selection.get());
        for (int i = 0; i < 10; i++) {
            write(Map.of(id(i), -i));
        }
        ManualTransport transport = new ManualTransport();
        CollectionView view = CollectionView.of(instance, transport, "changing");
        assertEquals(ids(0, 10), view.sorted());
        selection.set(BY_DUE);
        write(Map.of(id(10), 10));
        List<String> expected = new ArrayList<>(ids(0, 10));
        Collections.reverse(expected);
        expected.add(id(10));
        TestInstance.eventually(() -> view.ids().equals(expected), instance);
    }
}
