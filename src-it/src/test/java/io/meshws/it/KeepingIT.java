package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.client.MeshClient;
import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import io.meshws.spi.KeptRecord;
import io.meshws.testing.Eventually;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Records of two instances with one Redis and one database. The last test kills the second instance. */
@Order(InstancesSetting.NEXT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeepingIT extends InstancesSetting {
    private static final int LAST = 2;
    private static final int ACCOUNTS = 200;

    private final String name = UUID.randomUUID().toString();

    private static JdbcRecordKeeper database() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl(DATABASE);
        return new JdbcRecordKeeper(h2);
    }

    /** The rows of these records in the database, each with its version. */
    private static Set<String> rows(Collection<String> recordIds) {
        try {
            return database().load(Set.copyOf(recordIds)).stream()
                    .map(KeepingIT::text)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(KeptRecord row) {
        return row.recordId() + " is " + row.value() + " at " + row.version();
    }

    @Test
    @Order(1)
    void aWriteIsInTheDatabaseSoonOrOnceItIsDone() throws SQLException {
        String account = "account:" + name;
        String seal = "seal:" + name;
        MeshClient ada = connect(one);
        ada.publishRecordUpdateSync(seal, Map.of("by", "ada"));
        assertEquals(Set.of(seal + " is {\"by\":\"ada\"} at 1"), rows(Set.of(seal)));
        ada.publishRecordUpdateSync(account, 1);
        connect(two).publishRecordUpdateSync(account, 2);
        Eventually.equal("row", PATIENCE, Set.of(account + " is 2 at 2"), () -> rows(Set.of(account)));
    }

    @Test
    @Order(1)
    void aRowThatRedisDoesNotHaveIsReadAndItsVersionGoesOn() throws SQLException {
        String account = "account:" + name;
        database().save(List.of(new KeptRecord(account, 41, "41", "")));
        assertEquals(42, connect(one).publishRecordUpdateSync(account, 42));
        assertEquals(43, connect(two).publishRecordUpdateSync(account, 43));
        Eventually.equal("row", PATIENCE, Set.of(account + " is 43 at 43"), () -> rows(Set.of(account)));
    }

    @Test
    @Order(LAST)
    void recordsOfAKilledInstanceAreSavedByTheOther() {
        MeshClient ada = connect(two);
        List<String> accounts = IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> "account:" + name + "-" + i)
                .toList();
        List<CompletableFuture<?>> written = new ArrayList<>();
        accounts.forEach(account -> written.add(ada.publishRecordUpdate(account, 7)));
        written.forEach(Eventually::get);
        two.kill();
        Set<String> all =
                accounts.stream().map(account -> account + " is 7 at 1").collect(Collectors.toCollection(TreeSet::new));
        Eventually.equal("rows", PATIENCE, all, () -> rows(accounts));
    }
}
