package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static io.meshws.testing.Eventually.holds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ListOptions;
import io.meshws.RecordPage;
import io.meshws.RecordQuery;
import io.meshws.RecordSnapshot;
import io.meshws.Records;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises about the order of collections, their windows and parts, and about lists on the server. */
abstract class CollectionOrderContract extends RecordsSetting {
    private static final Pattern TASKS = Pattern.compile("task:.+");
    private static final RecordQuery BY_DUE = RecordQuery.of(TASKS).sortBy("/due");

    @BeforeEach
    void expose() {
        for (Records records : List.of(here.mesh.records(), there.mesh.records())) {
            records.expose(TASKS);
            records.index(TASKS, "/due", "/by");
            records.exposeCollection("by-due", (caller, id) -> BY_DUE);
            records.exposeCollection("first", (caller, id) -> BY_DUE.limit(3));
            records.exposeCollection("last", (caller, id) -> RecordQuery.of(TASKS)
                    .sortByDescending("/due")
                    .limit(2));
            records.exposeCollection(
                    "behind", (caller, id) -> BY_DUE.after("task:b", 2).limit(2));
            records.exposeCollection(
                    "adas-2",
                    (caller, id) -> RecordQuery.of(TASKS).where("/by", "ada").where("/due", 2.0));
            records.exposeCollection("all", (caller, id) -> RecordQuery.of(TASKS));
        }
    }

    private void write(String id, Object due) {
        get(here.mesh.records().write("task:" + id, due == null ? Map.of() : Map.of("due", due)));
    }

    private static void inOrder(CollectionView view, String... ids) {
        List<String> expected = Arrays.stream(ids).map("task:"::concat).toList();
        holds(() -> view.ids().equals(expected));
    }

    @Test
    void recordsHavePlacesByTheirValuesAndThenByTheirIds() {
        write("number", 1.5);
        write("text", "1");
        write("nothing", null);
        CollectionView view = new CollectionView(there.connect(), "by-due");
        inOrder(view, "nothing", "number", "text");
        write("yes", true);
        write("more", 10);
        write("same", 1.50);
        write("list", List.of(1));
        inOrder(view, "nothing", "yes", "number", "same", "more", "text", "list");
        write("nothing", 2);
        inOrder(view, "yes", "number", "same", "nothing", "more", "text", "list");
    }

    @Test
    void aRecordThatEntersAWindowPushesAnotherOut() {
        for (String id : List.of("a", "b", "c", "d")) {
            write(id, id.charAt(0) - 'a' + 1);
        }
        TestClient client = there.connect();
        CollectionView first = new CollectionView(client, "first");
        CollectionView last = new CollectionView(client, "last");
        CollectionView behind = new CollectionView(client, "behind");
        inOrder(first, "a", "b", "c");
        inOrder(last, "d", "c");
        inOrder(behind, "c", "d");
        write("e", 0);
        inOrder(first, "e", "a", "b");
        assertEquals(2, first.state().version());
        write("d", 1);
        inOrder(first, "e", "a", "d");
        inOrder(last, "c", "b");
        inOrder(behind, "c");
        get(here.mesh.records().delete("task:a"));
        inOrder(first, "e", "d", "b");
    }

    @Test
    void allConditionsOfAQueryMustBeSo() {
        CollectionView view = new CollectionView(there.connect(), "adas-2");
        Records records = here.mesh.records();
        get(records.write("task:a", Map.of("by", "ada", "due", 2)));
        get(records.write("task:b", Map.of("by", "ada", "due", 3)));
        get(records.write("task:c", Map.of("by", "bob", "due", 2)));
        get(records.write("task:d", Map.of("by", "ada", "due", 2.00)));
        holds(() -> view.sorted().equals(List.of("task:a", "task:d")));
        get(records.write("task:b", Map.of("by", "ada", "due", 2)));
        get(records.write("task:a", Map.of("by", "bob", "due", 2)));
        holds(() -> view.sorted().equals(List.of("task:b", "task:d")));
    }

    @Test
    void viewsKeepTheirOrderThroughAnyChanges() {
        TestClient client = there.connect();
        CollectionView all = new CollectionView(client, "by-due");
        CollectionView first = new CollectionView(client, "first");
        Random random = new Random(3);
        Map<String, Integer> dues = new HashMap<>();
        List<CompletionStage<?>> writes = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String id = "task:" + (char) ('a' + random.nextInt(12));
            Records records = (id.hashCode() % 2 == 0 ? here : there).mesh.records();
            if (random.nextInt(5) == 0) {
                writes.add(records.delete(id));
                dues.remove(id);
            } else {
                int due = random.nextInt(6);
                writes.add(records.write(id, Map.of("due", due)));
                dues.put(id, due);
            }
        }
        writes.forEach(Eventually::get);
        List<String> expected = dues.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        holds(() -> all.ids().equals(expected));
        holds(() -> first.ids().equals(expected.subList(0, Math.min(3, expected.size()))));
    }

    /** Some of them change before their part has come. */
    @Test
    void aSnapshotOfTheLargestCollectionComesInParts() {
        int size = RecordQuery.MAX_LIMIT;
        IntStream.range(0, size / 50)
                .mapToObj(part -> writeTasks(part * 50, 50))
                .toList()
                .forEach(Eventually::get);
        CollectionView view = new CollectionView(there.connect(), "by-due");
        assertTrue(view.reply.getJsonArray("records").size() <= 500);
        assertEquals(json("false"), view.reply.get("complete"));
        get(here.mesh.records().delete(task(size - 1)));
        get(here.mesh.records().delete(task(size - 2)));
        write("last", size);
        write("first", -1);
        List<String> expected = new ArrayList<>(List.of("task:first"));
        IntStream.range(0, size - 2).mapToObj(CollectionOrderContract::task).forEach(expected::add);
        expected.add("task:last");
        TestInstance.eventually(() -> view.state().complete() && view.ids().equals(expected), there);
    }

    private CompletionStage<?> writeTasks(int from, int count) {
        String[] ids = IntStream.range(from, from + count)
                .mapToObj(CollectionOrderContract::task)
                .toArray(String[]::new);
        return here.mesh
                .records()
                .transaction(
                        tx -> {
                            for (int i = 0; i < count; i++) {
                                tx.write(ids[i], Map.of("due", from + i));
                            }
                            return null;
                        },
                        ids);
    }

    private static String task(int number) {
        return "task:" + number;
    }

    @Test
    void listsAreReadInPages() {
        Records records = here.mesh.records();
        for (int i = 10; i < 25; i++) {
            write(Integer.toString(i), i);
        }
        get(records.delete("task:12"));
        RecordPage<RecordSnapshot> all = get(there.mesh.records().list(TASKS));
        assertEquals(14, all.records().size());
        assertTrue(all.next().isEmpty());
        ListOptions<Integer> even = ListOptions.records()
                .map(record -> record.value().orElseThrow().asJsonObject().getInt("due"))
                .filter(record -> !record.recordId().equals("task:14"))
                .limit(4);
        RecordPage<Integer> first = get(there.mesh.records().list(TASKS, even));
        assertEquals(List.of(10, 11, 13, 15), first.records());
        RecordPage<Integer> second =
                get(there.mesh.records().list(TASKS, even.after(first.next().orElseThrow())));
        assertEquals(List.of(16, 17, 18, 19), second.records());
        ListOptions<Integer> sorted = even.sort(Comparator.reverseOrder());
        RecordPage<Integer> top = get(records.list(TASKS, sorted));
        assertEquals(List.of(24, 23, 22, 21), top.records());
        assertEquals(
                List.of(20, 19, 18, 17),
                get(records.list(TASKS, sorted.after(top.next().orElseThrow()))).records());
        assertEquals(
                "on purpose",
                Eventually.failure(records.list(TASKS, ListOptions.records().map(record -> {
                            throw new IllegalArgumentException("on purpose");
                        })))
                        .getMessage());
    }
}
