package io.meshws.internal.instance;

import io.meshws.RecordQuery;
import io.meshws.testing.Setback.Way;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis goes back to an earlier state: indexes fit the records again, and every collection follows them. */
class RedisCollectionsGoBackIT extends SetbackSetting {
    private static final Pattern TASKS = Pattern.compile("task:.+");

    private final Set<String> written = new TreeSet<>();

    private void write(String name, int count, String by, TestInstance... writers) {
        for (int i = 0; i < count; i++) {
            String id = "task:" + name + i;
            TestInstance writer = writers[i % writers.length];
            acknowledged(() -> writer.mesh.records().write(id, Map.of("by", by)));
            written.add(id);
        }
    }

    private List<CollectionView> views(String... collections) {
        List<CollectionView> views = new ArrayList<>();
        for (TestInstance instance : List.of(one, two)) {
            for (String collection : collections) {
                views.add(view(instance, collection));
            }
        }
        return views;
    }

    private CollectionView view(TestInstance instance, String collection) {
        List<CollectionView> attempts = new ArrayList<>();
        // Redis may just be away.
        eventually(() -> {
            CollectionView view = new CollectionView(instance.connect(), collection);
            attempts.add(view);
            return view.reply.getBoolean("success", false);
        });
        return attempts.get(attempts.size() - 1);
    }

    /** The records that there are, without a look at any index. */
    private Map<String, JsonValue> records() {
        Map<String, JsonValue> records = new HashMap<>();
        written.forEach(id ->
                acknowledged(() -> one.mesh.records().get(id)).value().ifPresent(value -> records.put(id, value)));
        return records;
    }

    private void showsTheExistingRecords(List<CollectionView> views) {
        Map<String, JsonValue> all = records();
        Map<String, JsonValue> adas = all.entrySet().stream()
                .filter(record ->
                        record.getValue().asJsonObject().getString("by").equals("ada"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<String> inOrder = all.keySet().stream()
                .sorted(Comparator.<String, String>comparing(
                                id -> all.get(id).asJsonObject().getString("by"))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (CollectionView view : views) {
            if (view.isOf("adas")) {
                eventually(() -> view.state().records().equals(adas));
            } else {
                eventually(
                        () -> view.state().records().equals(all) && view.ids().equals(inOrder));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void everyCollectionShowsTheRecordsThatThereAre(Way way) {
        start(way);
        for (TestInstance instance : List.of(one, two)) {
            instance.mesh.records().index(TASKS, "/by");
            instance.mesh.records().exposeCollection("adas", (caller, id) -> RecordQuery.of(TASKS)
                    .where("/by", "ada"));
            instance.mesh.records().exposeCollection("all", (caller, id) -> RecordQuery.of(TASKS)
                    .sortBy("/by"));
        }
        for (int round = 1; round <= (way == Way.FAILOVER ? 1 : 3); round++) {
            write(round + "stays", 3, "ada", one, two);
            write(round + "changes", 4, "ada", one, two);
            List<CollectionView> before = views("adas");
            redis.remember();
            // Nobody followed this bucket when Redis was remembered.
            before.addAll(views("all"));
            write(round + "lost", 5, "ada", two);
            write(round + "changes", 4, "bob", two);
            showsTheExistingRecords(before);
            redis.goBack();
            write(round + "after", 7, "ada", one);
            write(round + "changes", 2, "eve", one);
            allAvailable();
            write(round + "last", 2, "ada", two, one);
            showsTheExistingRecords(before);
            showsTheExistingRecords(views("adas", "all"));
        }
    }
}
