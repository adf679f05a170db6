package io.meshws.keeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.spi.KeptRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a keeper promises, whatever the database. */
abstract class JdbcRecordKeeperContract {
    private JdbcRecordKeeper keeper;

    /** An empty database. */
    abstract DataSource dataSource() throws Exception;

    @BeforeEach
    void create() throws Exception {
        keeper = new JdbcRecordKeeper(dataSource()).createTable().createTable();
    }

    private static KeptRecord record(String id, long version, String value) {
        return new KeptRecord(id, version, value, "e w" + version + " 0");
    }

    private Set<KeptRecord> loaded(String... ids) throws SQLException {
        return new HashSet<>(keeper.load(Set.of(ids)));
    }

    @Test
    void whatIsSavedIsLoaded() throws SQLException {
        String value = "{\"text\":\"äß€𝄞 \\u0000 '\\\\\",\"n\":1}";
        KeptRecord one = record("ünter/{a} 'b'", 3, value);
        KeptRecord two = record("two", 1, "\"" + "x".repeat(1_000_000) + "\"");
        assertEquals(Set.of(), keeper.save(List.of(one, two)));
        assertEquals(Set.of(one, two), loaded(one.recordId(), "two", "three"));
        assertEquals(Set.of(), loaded("three"));
        assertEquals(Set.of(), loaded());
    }

    @Test
    void aLaterVersionStays() throws SQLException {
        keeper.save(List.of(record("a", 5, "5"), record("b", 1, "1")));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 4, "4"), record("b", 2, "2"), record("c", 1, "1"))));
        assertEquals(Set.of(record("a", 5, "5"), record("b", 2, "2"), record("c", 1, "1")), loaded("a", "b", "c"));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 5, "again"))));
        assertEquals(Set.of(record("a", 5, "5")), loaded("a"));
    }

    @Test
    void aDeletionIsAVersion() throws SQLException {
        keeper.save(List.of(record("a", 1, "1")));
        assertEquals(Set.of(), keeper.delete(List.of(record("a", 2, null), record("b", 7, null))));
        assertEquals(Set.of("a"), keeper.save(List.of(record("a", 1, "1"))));
        assertEquals(Set.of(record("a", 2, null), record("b", 7, null)), loaded("a", "b"));
        keeper.save(List.of(record("a", 3, "3")));
        assertEquals(Set.of("a"), keeper.delete(List.of(record("a", 2, null))));
        assertEquals(Set.of(record("a", 3, "3")), loaded("a"));
    }

    @Test
    void manyAreLoadedAndSavedAtATime() throws SQLException {
        List<KeptRecord> many = IntStream.range(0, 1000)
                .mapToObj(i -> record("r" + i, 1, "" + i))
                .toList();
        keeper.save(many);
        assertEquals(
                Set.of(),
                keeper.save(IntStream.range(0, 1000)
                        .mapToObj(i -> record("r" + i, i == 0 ? 1 : 2, "" + i))
                        .skip(1)
                        .toList()));
        assertEquals(
                1000,
                keeper.load(many.stream().map(KeptRecord::recordId).collect(Collectors.toSet()))
                        .size());
    }

    @Test
    void theSameRecordsOfManySaversEndWithTheirLastVersions() throws SQLException {
        ExecutorService savers = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int version = 1; version <= 40; version++) {
                int at = version;
                all.add(CompletableFuture.runAsync(
                        () -> {
                            List<KeptRecord> batch = new ArrayList<>(IntStream.range(0, 10)
                                    .mapToObj(i -> record("r" + i, at, "" + at))
                                    .toList());
                            Collections.shuffle(batch);
                            try {
                                keeper.save(batch);
                            } catch (SQLException e) {
                                throw new CompletionException(e);
                            }
                        },
                        savers));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            savers.shutdown();
        }
        assertEquals(
                IntStream.range(0, 10).mapToObj(i -> record("r" + i, 40, "40")).collect(Collectors.toSet()),
                loaded(IntStream.range(0, 10).mapToObj(i -> "r" + i).toArray(String[]::new)));
    }

    @Test
    void whatTheDatabaseRefusesFailsAndTheOthersCanBeSavedAlone() throws Exception {
        KeptRecord refused = record("x".repeat(300), 1, "1");
        KeptRecord good = record("good", 1, "1");
        assertThrows(SQLException.class, () -> keeper.save(List.of(good, refused)));
        assertThrows(SQLException.class, () -> keeper.save(List.of(refused)));
        assertTrue(Set.of(Set.of(), Set.of("good")).contains(keeper.save(List.of(good))));
        assertEquals(Set.of(good), loaded("good"));
    }

    @Test
    void aRowByHandHasNoMark() throws Exception {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO mesh_record (id, version, content, mark) VALUES ('a', 1, '{}', '')");
        }
        assertEquals(Set.of(new KeptRecord("a", 1, "{}", "")), loaded("a"));
    }

    @Test
    void aTableHasAName() {
        assertThrows(IllegalArgumentException.class, () -> new JdbcRecordKeeper(dataSource(), "a; DROP TABLE b"));
    }
}
