package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.KeepOptions;
import io.meshws.RecordQuery;
import io.meshws.RecordSnapshot;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.TestInstance;
import io.meshws.testing.TestKeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A store that lost kept records gets all of them back from their keeper, before anyone asks for them, on every engine. */
abstract class PreloadContract extends MeshSetting {
    static final Pattern NOTES = Pattern.compile("note:.*");
    private static final KeepOptions SMALL = KeepOptions.WRITE_BEHIND.batch(3);

    final TestKeeper keeper = new TestKeeper();

    @Override
    void prepare(TestInstance instance) {
        instance.mesh.records().expose(NOTES);
        instance.mesh.records().index(NOTES, "/n");
        instance.mesh.records().exposeCollection("all", (caller, id) -> RecordQuery.of(NOTES));
    }

    void keep(KeepOptions options) {
        all().forEach(instance -> instance.mesh.records().keep(NOTES, keeper, options));
    }

    /** In the database alone. */
    void kept(int count) {
        for (String id : ids(count)) {
            keeper.rows.put(id, new KeptRecord(id, 7, "{\"n\":1}", "e w 0"));
        }
        keeper.rows.put("other:1", new KeptRecord("other:1", 7, "1", "e w 0"));
    }

    static Set<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "note:" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> listed(TestInstance instance) {
        return get(instance.mesh.records().list(NOTES)).records().stream()
                .map(RecordSnapshot::recordId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void listsAndCollectionsHaveThemAndThoseWhoFollowAreTold() {
        CollectionView view = new CollectionView(there.connect(), "all");
        assertEquals(List.of(), view.ids());
        kept(10);
        keep(SMALL);
        TestInstance.eventually(() -> listed(there).equals(ids(10)), here);
        TestInstance.eventually(() -> Set.copyOf(view.ids()).equals(ids(10)), there);
        assertEquals(7, get(there.mesh.records().get("note:3")).version());
        assertEquals(8, get(there.mesh.records().write("note:3", 1)));
        assertTrue(keeper.loads.stream().noneMatch(some -> some.contains("other:1")));
    }

    @Test
    void theyAreLoadedOnceByOneInstance() {
        kept(10);
        keep(SMALL);
        TestInstance.eventually(() -> listed(there).equals(ids(10)), here);
        int loads = keeper.loads.size();
        assertEquals(4, loads);
        for (int i = 0; i < 10; i++) {
            all().forEach(instance -> instance.mesh.tick());
        }
        assertEquals(loads, keeper.loads.size());
    }

    @Test
    void severalPatternsOfOneKeeperAreLoadedOnceEach() {
        kept(4);
        keep(SMALL);
        all().forEach(instance -> instance.mesh.records().keep(Pattern.compile("other:.*"), keeper, SMALL));
        Set<String> expected = ids(4);
        expected.add("other:1");
        TestInstance.eventually(
                () -> keeper.loads.stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet())
                        .equals(expected),
                here);
        assertEquals(
                List.copyOf(expected),
                keeper.loads.stream().flatMap(Set::stream).sorted().toList());
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgain() {
        kept(4);
        keeper.away = true;
        keep(SMALL);
        try (CapturedLog log = new CapturedLog()) {
            TestInstance.eventually(() -> !log.withId("MESH-0610").isEmpty(), here);
        }
        keeper.away = false;
        all().forEach(instance -> instance.clock.advance(Duration.ofSeconds(5)));
        TestInstance.eventually(() -> listed(there).equals(ids(4)), here);
    }

    @Test
    void aRecordThatCannotBeReadDoesNotKeepTheOthersAway() {
        kept(4);
        keeper.rows.put("note:0", new KeptRecord("note:0", 7, "{", ""));
        keep(SMALL);
        Set<String> others = ids(4);
        others.remove("note:0");
        TestInstance.eventually(() -> listed(there).equals(others), here);
    }

    @Test
    void aKeeperThatListsOnePageAgainAndAgainIsNotAskedForEver() {
        kept(4);
        AtomicInteger asked = new AtomicInteger();
        RecordKeeper repeating = new RecordKeeper() {
            @Override
            public List<String> ids(String after, int limit) {
                asked.incrementAndGet();
                return List.of("note:0", "note:1", "note:2");
            }

            @Override
            public Collection<KeptRecord> load(Set<String> recordIds) {
                return keeper.load(recordIds);
            }

            @Override
            public Set<String> save(List<KeptRecord> batch) {
                return keeper.save(batch);
            }

            @Override
            public Set<String> delete(List<KeptRecord> batch) {
                return keeper.delete(batch);
            }
        };
        here.mesh.records().keep(NOTES, repeating, SMALL);
        try (CapturedLog log = new CapturedLog()) {
            TestInstance.eventually(() -> !log.withId("MESH-0610").isEmpty(), here);
        }
        assertEquals(2, asked.get());
        assertEquals(ids(3), listed(there));
    }

    @Test
    void asManyAsTheOptionsSay() {
        kept(10);
        try (CapturedLog log = new CapturedLog()) {
            keep(SMALL.preload(5));
            TestInstance.eventually(() -> !log.withId("MESH-0613").isEmpty(), here);
        }
        assertEquals(5, listed(there).size());
    }

    @Test
    void noneIfTheOptionsSaySo() {
        kept(3);
        keep(SMALL.preload(0));
        for (int i = 0; i < 10; i++) {
            all().forEach(instance -> instance.mesh.tick());
        }
        assertEquals(List.of(), keeper.loads);
        assertEquals(7, get(there.mesh.records().get("note:1")).version());
        assertEquals(Set.of("note:1"), listed(here));
    }
}
