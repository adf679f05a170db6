package io.meshws.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of every {@link RecordKeeper}, on every database. */
public abstract class RecordKeeperContract {
    private static final int SAVERS = 4;

    private RecordKeeper keeper;

    /** A keeper with nothing in it. */
    protected abstract RecordKeeper keeper() throws Exception;

    /** A record that the database refuses. */
    protected KeptRecord refused() {
        return record("x".repeat(300), 1, "1");
    }

    /** How it refuses. */
    protected Class<? extends Exception> refusal() {
        return Exception.class;
    }

    @BeforeEach
    void open() throws Exception {
        keeper = keeper();
    }

    protected static KeptRecord record(String id, long version, String value) {
        return new KeptRecord(id, version, value, "e w" + version + " 0");
    }

    protected final Set<KeptRecord> loaded(String... ids) throws Exception {
        return new HashSet<>(keeper.load(Set.of(ids)));
    }

    /** One version of each of the records r0, r1 and so on. */
    protected static List<KeptRecord> many(int count, long version) {
        return IntStream.range(0, count)
                .mapToObj(i -> record("r" + i, version, "" + version))
                .toList();
    }

    @Test
    void listsTheIdsOfRecordsThatAreNotDeletedAPageAtATime() throws Exception {
        keeper.save(many(25, 1));
        keeper.delete(List.of(record("r3", 2, null)));
        List<String> all = new ArrayList<>();
        List<String> page = keeper.ids("", 10);
        while (!page.isEmpty()) {
            assertTrue(page.size() <= 10);
            all.addAll(page);
            page = keeper.ids(page.get(page.size() - 1), 10);
        }
        assertEquals(24, all.size());
        assertEquals(
                IntStream.range(0, 25)
                        .filter(i -> i != 3)
                        .mapToObj(i -> "r" + i)
                        .collect(Collectors.toSet()),
                Set.copyOf(all));
    }

    /** Several threads save batches, in the order of the versions but each when it comes to it. */
    protected final void saveTogether(List<List<KeptRecord>> batches) {
        ExecutorService savers = Executors.newFixedThreadPool(SAVERS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (List<KeptRecord> batch : batches) {
                all.add(CompletableFuture.runAsync(
                        () -> {
                            try {
                                keeper.save(batch);
                            } catch (Exception e) {
                                throw new CompletionException(e);
                            }
                        },
                        savers));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            savers.shutdown();
        }
    }

    protected final void assertKept(List<KeptRecord> records) throws Exception {
        assertEquals(
                Set.copyOf(records),
                loaded(records.stream().map(KeptRecord::recordId).toArray(String[]::new)));
    }

    @Test
    void savedRecordsAreLoaded() throws Exception {
        String value = "{\"text\":\"äß€𝄞 \\u0000 '\\\\\",\"n\":1}";
        KeptRecord one = record("ünter/{a} 'b'", 3, value);
        KeptRecord two = record("two", 1, "\"" + "x".repeat(1_000_000) + "\"");
        assertEquals(Set.of(), keeper.save(List.of(one, two)));
        assertEquals(Set.of(one, two), loaded(one.recordId(), "two", "three"));
        assertEquals(Set.of(), loaded("three"));
        assertEquals(Set.of(), loaded());
    }

    @Test
    void aLaterVersionStays() throws Exception {
        keeper.save(List.of(record("a", 5, "5"), record("b", 1, "1")));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 4, "4"), record("b", 2, "2"), record("c", 1, "1"))));
        assertEquals(Set.of(record("a", 5, "5"), record("b", 2, "2"), record("c", 1, "1")), loaded("a", "b", "c"));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 5, "again"))));
        assertEquals(Set.of(record("a", 5, "5")), loaded("a"));
        assertEquals(Set.of("a"), keeper.delete(List.of(record("a", 5, null), record("b", 3, null))));
        assertEquals(Set.of("b"), keeper.save(List.of(record("b", 2, "2"))));
        assertEquals(Set.of(record("a", 5, "5"), record("b", 3, null)), loaded("a", "b"));
    }

    @Test
    void aDeletionIsAVersion() throws Exception {
        keeper.save(List.of(record("a", 1, "1")));
        assertEquals(Set.of(), keeper.delete(List.of(record("a", 2, null), record("b", 7, null))));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 1, "1"))));
        assertEquals(Set.of(record("a", 2, null), record("b", 7, null)), loaded("a", "b"));
        keeper.save(List.of(record("a", 3, "3")));
        assertEquals(Set.of("a"), keeper.delete(List.of(record("a", 2, null))));
        assertEquals(Set.of(record("a", 3, "3")), loaded("a"));
    }

    @Test
    void manyAreLoadedAndSavedAtATime() throws Exception {
        List<KeptRecord> many = many(1000, 1);
        keeper.save(many);
        assertEquals(Set.of(), keeper.save(many(1000, 2).subList(1, 1000)));
        assertEquals(
                1000,
                keeper.load(many.stream().map(KeptRecord::recordId).collect(Collectors.toSet()))
                        .size());
    }

    @Test
    void theSameRecordsOfManySaversEndWithTheirLastVersions() throws Exception {
        keeper.save(many(250, 1));
        saveTogether(IntStream.rangeClosed(2, 20)
                .mapToObj(version -> many(250, version))
                .toList());
        assertKept(many(250, 20));
    }

    @Test
    void aRefusedRecordFailsAndTheOthersCanBeSavedAlone() throws Exception {
        KeptRecord refused = refused();
        KeptRecord good = record("good", 1, "1");
        assertThrows(refusal(), () -> keeper.save(List.of(good, refused)));
        assertThrows(refusal(), () -> keeper.save(List.of(refused)));
        assertTrue(Set.of(Set.of(), Set.of("good")).contains(keeper.save(List.of(good))));
        assertEquals(Set.of(good), loaded("good"));
    }
}
