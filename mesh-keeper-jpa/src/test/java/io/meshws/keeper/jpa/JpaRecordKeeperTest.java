package io.meshws.keeper.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.spi.KeptRecord;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JpaRecordKeeperTest {
    private final EntityManagerFactory units = Persistence.createEntityManagerFactory(
            "records",
            Map.of(
                    "jakarta.persistence.jdbc.url",
                    "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000",
                    "jakarta.persistence.jdbc.driver",
                    "org.h2.Driver"));
    private final JpaRecordKeeper keeper = new JpaRecordKeeper(units);

    @AfterEach
    void close() {
        units.close();
    }

    private static KeptRecord record(String id, long version, String value) {
        return new KeptRecord(id, version, value, "e w" + version + " 0");
    }

    private Set<KeptRecord> loaded(String... ids) throws Exception {
        return new HashSet<>(keeper.load(Set.of(ids)));
    }

    @Test
    void whatIsSavedIsLoaded() throws Exception {
        KeptRecord one = record("ünter/{a} 'b'", 3, "{\"text\":\"äß€𝄞 \\u0000 '\\\\\",\"n\":1}");
        KeptRecord two = record("two", 1, "\"" + "x".repeat(1_000_000) + "\"");
        assertEquals(Set.of(), keeper.save(List.of(one, two)));
        assertEquals(Set.of(one, two), loaded(one.recordId(), "two", "three"));
        assertEquals(Set.of(), loaded());
    }

    @Test
    void aLaterVersionStaysAndADeletionIsOne() throws Exception {
        keeper.save(List.of(record("a", 5, "5"), record("b", 1, "1")));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 4, "4"), record("b", 2, "2"), record("c", 1, "1"))));
        assertEquals(Set.of(record("a", 5, "5"), record("b", 2, "2"), record("c", 1, "1")), loaded("a", "b", "c"));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 5, "again"))));
        assertEquals(Set.of("a"), keeper.delete(List.of(record("a", 5, null), record("b", 3, null))));
        assertEquals(Set.of("b"), keeper.save(List.of(record("b", 2, "2"))));
        assertEquals(Set.of(record("a", 5, "5"), record("b", 3, null)), loaded("a", "b"));
    }

    @Test
    void theSameRecordsOfManySaversEndWithTheirLastVersions() throws Exception {
        keeper.save(
                IntStream.range(0, 250).mapToObj(i -> record("r" + i, 1, "1")).toList());
        ExecutorService savers = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int version = 2; version <= 20; version++) {
                int at = version;
                all.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return keeper.save(IntStream.range(0, 250)
                                        .mapToObj(i -> record("r" + i, at, "" + at))
                                        .toList());
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        savers));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            savers.shutdown();
        }
        String[] ids = IntStream.range(0, 250).mapToObj(i -> "r" + i).toArray(String[]::new);
        assertEquals(
                IntStream.range(0, 250).mapToObj(i -> record("r" + i, 20, "20")).collect(Collectors.toSet()),
                loaded(ids));
    }

    @Test
    void whatTheDatabaseRefusesFailsAsAWhole() throws Exception {
        KeptRecord good = record("good", 1, "1");
        assertThrows(Exception.class, () -> keeper.save(List.of(good, record("x".repeat(300), 1, "1"))));
        assertEquals(Set.of(), loaded("good"));
        keeper.save(List.of(good));
        assertEquals(Set.of(good), loaded("good"));
    }

    @Test
    void aTransactionOfTheServerIsJoined() throws Exception {
        List<String> steps = new ArrayList<>();
        JpaRecordKeeper ofServer = new JpaRecordKeeper(units, task -> {
            steps.add("begin");
            // A local unit can't join, which tells that it was asked to.
            assertThrows(RuntimeException.class, task::run);
            throw new IllegalStateException("rolled back");
        });
        assertThrows(IllegalStateException.class, () -> ofServer.save(List.of(record("a", 1, "1"))));
        assertEquals(List.of("begin"), steps);
        assertEquals(Set.of(), loaded("a"));
    }
}
