package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.KeepOptions;
import io.meshws.RecordSnapshot;
import io.meshws.protocol.Change;
import io.meshws.spi.KeptRecord;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import io.meshws.testing.TestKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises about records that a keeper has too, on every engine. */
abstract class KeepingContract extends RecordsSetting {
    private static final Pattern NOTES = Pattern.compile("note:.*");

    final TestKeeper keeper = new TestKeeper();

    @BeforeEach
    void keep() {
        keep(KeepOptions.WRITE_BEHIND);
    }

    void keep(KeepOptions options) {
        List.of(here, there).forEach(instance -> instance.mesh.records().keep(NOTES, keeper, options));
    }

    /** Loses the store's data, so that only the database has the records. */
    abstract void loseTheStore();

    private void restartEverything() {
        stop();
        loseTheStore();
        start();
        keep();
    }

    CompletionStage<Long> write(String recordId, Object value) {
        return here.mesh.records().write(recordId, value);
    }

    /** With ticks. */
    private void reaches(String recordId, String row, TestInstance instance) {
        TestInstance.eventually(() -> keeper.row(recordId).equals(row), instance);
    }

    private static void allSaved(TestInstance instance) {
        TestInstance.eventually(() -> new Gauges(instance.mesh).getUnsavedRecords() == 0, instance);
    }

    private static void assertIs(String value, long version, CompletionStage<RecordSnapshot> read) {
        RecordSnapshot found = get(read);
        assertEquals(Optional.ofNullable(value).map(RecordsSetting::json), found.value());
        assertEquals(version, found.version());
    }

    CompletionStage<RecordSnapshot> read(String recordId) {
        return there.mesh.records().get(recordId);
    }

    @Test
    void writesAreSavedTogetherAtTheNextTick() {
        get(write("note:1", 1));
        get(write("note:1", 2));
        get(write("note:2", "two"));
        get(write("stat:1", 1));
        assertTrue(keeper.rows.isEmpty());
        reaches("note:1", "2 at 2", here);
        assertEquals("\"two\" at 1", keeper.row("note:2"));
        assertEquals("", keeper.row("stat:1"));
        assertEquals(List.of(List.of("note:1", "note:2")), keeper.batches);
        allSaved(here);
        allSaved(there);
        assertEquals(1, keeper.batches.size());
    }

    @Test
    void anyInstanceSavesRecordsThatAnotherOneWrote() {
        get(write("note:1", 1));
        reaches("note:1", "1 at 1", there);
    }

    @Test
    void aWriteWhileTheRecordIsSavedIsSavedToo() {
        get(write("note:1", 1));
        keeper.beforeSave = () -> {
            keeper.beforeSave = () -> {};
            get(write("note:1", 2));
        };
        reaches("note:1", "2 at 2", here);
    }

    @Test
    void theyOutliveTheStoreWithTheirVersions() {
        get(write("note:1", 1));
        get(here.mesh.records().change("note:1", Change.increment("", 4)));
        get(here.mesh
                .records()
                .transaction(
                        tx -> {
                            tx.write("note:2", 2);
                            tx.write("note:3", 3);
                            return null;
                        },
                        "note:2",
                        "note:3"));
        restartEverything();
        assertIs("5", 2, read("note:1"));
        assertEquals(
                3,
                get(here.mesh.records().change("note:1", Change.increment(""))).version());
        List<RecordSnapshot> after = get(here.mesh
                        .records()
                        .transaction(
                                tx -> {
                                    tx.change("note:2", Change.increment(""));
                                    return tx.get("note:3");
                                },
                                "note:2",
                                "note:3"))
                .records();
        assertEquals(
                List.of(2L, 1L), after.stream().map(RecordSnapshot::version).toList());
        TestClient client = there.connect();
        assertEquals(json("{\"success\":true,\"record\":6,\"version\":3}"), subscribe(client, "note:1", "full"));
        reaches("note:1", "6 at 3", here);
    }

    @Test
    void aDeletedRecordDoesNotComeBackAndItsVersionGoesOn() {
        get(write("note:1", 1));
        reaches("note:1", "1 at 1", here);
        get(here.mesh.records().delete("note:1"));
        reaches("note:1", "deleted at 2", here);
        restartEverything();
        assertIs(null, 2, read("note:1"));
        assertEquals(3, get(write("note:1", 3)));
    }

    @Test
    void aLoadedRecordIsInItsIndexAgain() {
        get(write("note:1", 1));
        reaches("note:1", "1 at 1", here);
        restartEverything();
        List.of(here, there).forEach(instance -> instance.mesh.records().index(NOTES));
        assertEquals(List.of(), get(here.mesh.records().list(NOTES)).records());
        assertIs("1", 1, read("note:1"));
        assertEquals(
                List.of(new RecordSnapshot("note:1", Optional.of(json("1")), 1)),
                get(here.mesh.records().list(NOTES)).records());
    }

    @Test
    void aRecordThatEndsIsDeletedInTheDatabaseToo() {
        List.of(here, there).forEach(instance -> instance.mesh.records().expireAfter(NOTES, Duration.ofSeconds(1)));
        get(write("note:1", 1));
        reaches("note:1", "1 at 1", here);
        stop();
        loseTheStore();
        start();
        keep();
        // It has the time that it had.
        read("note:1");
        there.mesh.records().expireAfter(NOTES, Duration.ofSeconds(1));
        TestInstance.eventually(() -> keeper.row("note:1").equals("deleted at 2"), there);
        assertIs(null, 2, read("note:1"));
    }

    @Test
    void aMissIsRememberedForAMomentAndForgottenWithAWrite() {
        assertIs(null, 0, read("note:1"));
        assertIs(null, 0, read("note:1"));
        assertEquals(1, keeper.loads.size());
        there.clock.advance(Duration.ofSeconds(2));
        keeper.rows.put("note:1", new KeptRecord("note:1", 7, "{\"by\":\"hand\"}", ""));
        assertIs("{\"by\":\"hand\"}", 7, read("note:1"));
    }

    @Test
    void oneThatIsRefusedDoesNotHoldUpTheOthers() {
        keeper.refused = "bad";
        try (CapturedLog log = new CapturedLog()) {
            get(write("note:1", 1));
            get(write("note:2", "bad"));
            get(write("note:3", 3));
            reaches("note:1", "1 at 1", here);
            assertEquals("", keeper.row("note:2"));
            assertEquals("3 at 1", keeper.row("note:3"));
            Eventually.holds(() -> log.withId("MESH-0611").size() == 1);
            assertTrue(log.withId("MESH-0611").get(0).contains("\"note:2\""));
        }
        assertTrue(new Gauges(here.mesh).getFailedSaves() > 0);
        keeper.refused = null;
        reaches("note:2", "\"bad\" at 1", here);
        allSaved(here);
    }

    @Test
    void withoutTheDatabaseReadsGoOnAndWritesWaitUpToTheBound() {
        keep(KeepOptions.WRITE_BEHIND.maxUnsaved(2));
        get(write("note:1", 1));
        get(write("note:2", 1));
        TestInstance.eventually(() -> keeper.rows.size() == 2, here);
        allSaved(here);
        keeper.away = true;
        get(write("note:1", 2));
        get(write("note:2", 2));
        get(write("note:1", 3));
        TestInstance.eventually(() -> new Gauges(here.mesh).getFailedSaves() > 0, here);
        assertIs("3", 3, read("note:1"));
        assertInstanceOf(ClusterUnavailableException.class, failure(read("note:4")));
        assertInstanceOf(ClusterUnavailableException.class, failure(write("note:4", 4)));
        keeper.away = false;
        List.of(here, there).forEach(instance -> instance.clock.advance(Duration.ofSeconds(2)));
        keeper.rows.put("note:3", new KeptRecord("note:3", 5, "0", ""));
        assertIs("0", 5, read("note:3"));
        keeper.away = true;
        assertEquals(
                "Too many records wait to be saved; nothing was written",
                failure(write("note:3", 6)).getMessage());
        assertEquals(4, get(write("note:1", 4)));
        keeper.away = false;
        TestInstance.eventually(
                () -> keeper.row("note:1").equals("4 at 4")
                        && keeper.row("note:2").equals("2 at 2"),
                here);
        assertEquals(6, get(write("note:3", 6)));
    }

    @Test
    void aWriteThroughIsSavedOnceItIsDone() {
        keep(KeepOptions.WRITE_THROUGH);
        get(write("note:1", 1));
        assertEquals("1 at 1", keeper.row("note:1"));
        keeper.away = true;
        Throwable failure = failure(write("note:1", 2));
        assertInstanceOf(ClusterUnavailableException.class, failure);
        assertEquals("The record was written, but is not saved yet; that is tried again", failure.getMessage());
        assertIs("2", 2, read("note:1"));
        keeper.away = false;
        get(write("note:1", 3));
        assertEquals("3 at 3", keeper.row("note:1"));
    }

    @Test
    void aKeptVersionLaterThanTheStoresIsSurpassed() {
        get(write("note:1", 1));
        TestClient client = there.connect();
        subscribe(client, "note:1", "full");
        keeper.rows.put("note:1", new KeptRecord("note:1", 9, "\"lost\"", "e w 0"));
        here.mesh.tick();
        TestInstance.eventually(() -> keeper.row("note:1").equals("1 at 10"), here);
        assertIs("1", 10, read("note:1"));
        Eventually.holds(() -> !updates(client).isEmpty());
        assertEquals(List.of(json("{\"recordId\":\"note:1\",\"full\":1,\"version\":10}")), updates(client));
    }

    @Test
    void waitingRecordsAreSavedAtTheEnd() {
        get(write("note:1", 1));
        keeper.away = true;
        TestInstance.eventually(() -> new Gauges(here.mesh).getFailedSaves() > 0, here);
        keeper.away = false;
        get(write("note:2", 2));
        get(here.mesh.stop());
        get(there.mesh.stop());
        assertEquals("1 at 1", keeper.row("note:1"));
        assertEquals("2 at 1", keeper.row("note:2"));
    }

    @Test
    void aRecordOfTheDatabaseThatIsNotJsonIsToldApart() {
        keeper.rows.put("note:1", new KeptRecord("note:1", 7, "{", ""));
        try (CapturedLog log = new CapturedLog()) {
            assertInstanceOf(ClusterUnavailableException.class, failure(read("note:1")));
            assertFalse(log.withId("MESH-0610").isEmpty());
        }
    }
}
