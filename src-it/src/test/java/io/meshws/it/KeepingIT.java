package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.ChannelPage;
import io.meshws.client.ChannelSubscription;
import io.meshws.client.CollectionSubscription;
import io.meshws.client.MeshClient;
import io.meshws.client.StreamPosition;
import io.meshws.keeper.jdbc.JdbcChannelKeeper;
import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import io.meshws.spi.KeptMessage;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and channels of two instances with one Redis and one database. The last test kills the second instance. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeepingIT extends InstancesSetting {
    private static final int LAST = 2;
    private static final int ACCOUNTS = 200;

    private final String name = UUID.randomUUID().toString();

    private static JdbcRecordKeeper database() {
        return new JdbcRecordKeeper(h2());
    }

    /** The offsets that the database has of a channel. */
    private static List<Long> rows(String channel) {
        try {
            return new JdbcChannelKeeper(h2())
                    .load(channel, Long.MAX_VALUE, ACCOUNTS).stream()
                            .map(KeptMessage::offset)
                            .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> descending(long from, long to) {
        return LongStream.rangeClosed(-from, -to).map(i -> -i).boxed().toList();
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

    /** By JDBC, and by Jakarta Persistence with the transactions of the server. The second kind is written through. */
    @ParameterizedTest
    @CsvSource({"account,seal", "deed,stamp"})
    @Order(1)
    void aWriteIsInTheDatabaseSoonOrOnceItIsDone(String kind, String kindWrittenThrough) {
        String account = kind + ":" + name;
        String seal = kindWrittenThrough + ":" + name;
        MeshClient ada = connect(one);
        ada.publishRecordUpdateSync(seal, Map.of("by", "ada"));
        assertEquals(Set.of(seal + " is {\"by\":\"ada\"} at 1"), rows(Set.of(seal)));
        ada.publishRecordUpdateSync(account, 1);
        connect(two).publishRecordUpdateSync(account, 2);
        Eventually.equal("row", PATIENCE, Set.of(account + " is 2 at 2"), () -> rows(Set.of(account)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "deed"})
    @Order(1)
    void aRowThatRedisDoesNotHaveIsReadAndItsVersionGoesOn(String kind) throws SQLException {
        String account = kind + ":" + name;
        database().save(List.of(new KeptRecord(account, 41, "41", "")));
        assertEquals(42, connect(one).publishRecordUpdateSync(account, 42));
        assertEquals(43, connect(two).publishRecordUpdateSync(account, 43));
        Eventually.equal("row", PATIENCE, Set.of(account + " is 43 at 43"), () -> rows(Set.of(account)));
    }

    @Test
    @Order(1)
    void aRowFromBeforeTheStartIsInCollectionsAlthoughNobodyAskedForIt() {
        CollectionSubscription<Integer> accounts = connect(two).subscribeCollectionSync("from-before", Integer.class);
        Eventually.holds(PATIENCE, () -> accounts.value().stream()
                .anyMatch(record -> record.id().equals(FROM_BEFORE.recordId()) && record.version() == 5));
    }

    @Test
    @Order(1)
    void aHistoryGoesOnInTheDatabase() {
        String trail = "trail:" + name;
        MeshClient ada = connect(one);
        List<CompletableFuture<Long>> published = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            published.add(ada.publishChannel(trail, "step " + i));
        }
        for (int i = 1; i <= 30; i++) {
            assertEquals(i, Eventually.get(published.get(i - 1)));
        }
        Eventually.equal("rows", PATIENCE, descending(30, 1), () -> rows(trail));
        MeshClient bob = connect(two);
        ChannelPage newest = bob.getChannelHistorySync(trail, 10, Long.MAX_VALUE);
        assertEquals(descending(30, 21), newest.offsets());
        ChannelPage older = bob.getChannelHistorySync(trail, 1000, 21);
        assertEquals(descending(20, 1), older.offsets());
        assertEquals("step 1", older.messages().get(19));
        String epoch = newest.end().orElseThrow().epoch();
        ChannelPage missed = bob.getChannelHistorySync(trail, 10, new StreamPosition(epoch, 12));
        assertTrue(missed.recovered());
        assertEquals(18, missed.messages().size());
    }

    @Test
    @Order(1)
    void aChannelThatRedisDoesNotHaveGoesOnAboveTheDatabase() throws SQLException {
        String trail = "trail:" + name;
        new JdbcChannelKeeper(h2())
                .save(List.of(new KeptMessage(trail, "an-older-redis", 41, 1, "{\"message\":\"long ago\"}")));
        ChannelSubscription bob = connect(two).subscribeChannelSync(trail, 10, null);
        assertEquals(List.of("long ago"), bob.history());
        assertEquals(42, connect(one).publishChannelSync(trail, "now"));
        Eventually.equal("value", PATIENCE, List.of("long ago", "now"), bob::value);
        Eventually.equal("rows", PATIENCE, List.of(42L, 41L), () -> rows(trail));
    }

    @Test
    @Order(LAST)
    void recordsOfAKilledInstanceAreSavedByTheOther() {
        MeshClient ada = connect(two);
        List<String> accounts = IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> (i % 2 == 0 ? "account:" : "deed:") + name + "-" + i)
                .toList();
        List<CompletableFuture<?>> written = new ArrayList<>();
        accounts.forEach(account -> written.add(ada.publishRecordUpdate(account, 7)));
        String trail = "trail:" + name;
        // Another connection: one has at most 256 commands in flight.
        MeshClient bob = connect(two);
        for (int i = 0; i < ACCOUNTS; i++) {
            written.add(bob.publishChannel(trail, "step " + i));
        }
        written.forEach(Eventually::get);
        two.kill();
        Set<String> all =
                accounts.stream().map(account -> account + " is 7 at 1").collect(Collectors.toCollection(TreeSet::new));
        Eventually.equal("rows", PATIENCE, all, () -> rows(accounts));
        Eventually.equal("rows", PATIENCE, descending(ACCOUNTS, 1), () -> rows(trail));
    }
}
