package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.RecordUpdate.Cause;
import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Following records: the copy that the client keeps. */
@Timeout(60)
class RecordsTest {
    private static final String SUBSCRIBE = "mesh/subscribe-record";

    public record Note(String text, int count) {}

    private final ScriptedServer server = new ScriptedServer().echo();
    private final BlockingQueue<RecordUpdate<Note>> heard = new LinkedBlockingQueue<>();
    private MeshClient client;

    private void connect() {
        client = server.connected(Fast::reconnect);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void answer(String record, long version) {
        server.reply(SUBSCRIBE, request -> "{\"success\":true,\"record\":" + record + ",\"version\":" + version + "}");
    }

    private RecordSubscription<Note> subscribe(RecordMode mode) {
        return client.subscribeRecordSync("note:1", Note.class, mode, heard::add);
    }

    private void full(String value, long version) {
        server.send(FrameText.event(
                "mesh/record-update", "{\"recordId\":\"note:1\",\"full\":" + value + ",\"version\":" + version + "}"));
    }

    private void patch(String patch, long version) {
        server.send(FrameText.event(
                "mesh/record-update", "{\"recordId\":\"note:1\",\"patch\":" + patch + ",\"version\":" + version + "}"));
    }

    private RecordUpdate<Note> next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private void assertNext(Note value, long version, Cause cause) throws InterruptedException {
        RecordUpdate<Note> update = next();
        assertEquals(value, update.value());
        assertEquals(version, update.version());
        assertEquals(cause, update.cause());
    }

    private void reconnect() {
        String before = client.connectionId();
        server.close(1001, "restart");
        Eventually.holds(
                "back", () -> client.isConnected() && !client.connectionId().equals(before));
    }

    @Test
    void theValueIsTheLastOneThatCame() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        RecordSubscription<Note> note = subscribe(RecordMode.FULL);
        assertEquals(
                "{\"recordId\":\"note:1\",\"mode\":\"full\"}",
                server.nextCall(SUBSCRIBE).payload().toString());
        assertEquals(new Note("a", 1), note.value());
        assertEquals(3, note.version());
        full("{\"text\":\"b\",\"count\":2}", 4);
        assertNext(new Note("b", 2), 4, Cause.CHANGED);
        assertEquals(new Note("b", 2), note.value());
        assertEquals(4, note.version());
        assertEquals("note:1", note.recordId());
    }

    @Test
    void patchesAreAppliedAndHandedOn() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        RecordSubscription<Note> note = subscribe(RecordMode.PATCH);
        assertTrue(server.nextCall(SUBSCRIBE).payload().toString().contains("\"patch\""));
        patch("[{\"op\":\"replace\",\"path\":\"/text\",\"value\":\"b\"}]", 4);
        RecordUpdate<Note> update = next();
        assertEquals(new Note("b", 1), update.value());
        assertEquals(
                "[{\"op\":\"replace\",\"path\":\"/text\",\"value\":\"b\"}]",
                update.patch().orElseThrow().toString());
        assertEquals("{\"text\":\"b\",\"count\":1}", note.json().toString());
        patch("[]", 4);
        patch("[]", 2);
        full("{\"text\":\"c\",\"count\":0}", 9);
        assertNext(new Note("c", 0), 9, Cause.CHANGED);
    }

    @Test
    void aRecordWithoutAValueIsPatchedFromTheEmptyObject() throws Exception {
        answer("null", 0);
        connect();
        RecordSubscription<Note> note = subscribe(RecordMode.PATCH);
        assertNull(note.value());
        patch(
                "[{\"op\":\"add\",\"path\":\"/text\",\"value\":\"x\"},{\"op\":\"add\",\"path\":\"/count\",\"value\":1}]",
                1);
        assertNext(new Note("x", 1), 1, Cause.CHANGED);
    }

    @Test
    void aMissedPatchIsNoticedAndTheRecordReadAgain() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        RecordSubscription<Note> note = subscribe(RecordMode.PATCH);
        server.nextCall(SUBSCRIBE);
        answer("{\"text\":\"f\",\"count\":6}", 6);
        patch("[{\"op\":\"replace\",\"path\":\"/count\",\"value\":5}]", 5);
        assertNext(new Note("f", 6), 6, Cause.CAUGHT_UP);
        server.nextCall(SUBSCRIBE);
        patch("[{\"op\":\"replace\",\"path\":\"/count\",\"value\":7}]", 7);
        assertNext(new Note("f", 7), 7, Cause.CHANGED);
        assertEquals(7, note.version());
    }

    @Test
    void aPatchThatDoesNotApplyIsAnswerdByReadingAgain() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        subscribe(RecordMode.PATCH);
        answer("{\"text\":\"d\",\"count\":4}", 4);
        patch("[{\"op\":\"test\",\"path\":\"/text\",\"value\":\"something else\"}]", 4);
        assertNext(new Note("d", 4), 4, Cause.CAUGHT_UP);
    }

    @Test
    void aDeletionIsAnUpdateWithoutAValue() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        RecordSubscription<Note> note = subscribe(RecordMode.FULL);
        server.send(FrameText.event("mesh/record-deleted", "{\"recordId\":\"note:1\",\"version\":4}"));
        assertNext(null, 4, Cause.DELETED);
        assertNull(note.value());
        full("{\"text\":\"again\",\"count\":0}", 5);
        assertNext(new Note("again", 0), 5, Cause.CHANGED);
    }

    @Test
    void theRecordIsCaughtUpAfterABrokenLink() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        RecordSubscription<Note> note = subscribe(RecordMode.PATCH);
        server.nextCall(SUBSCRIBE);
        answer("{\"text\":\"z\",\"count\":9}", 12);
        reconnect();
        assertEquals(
                "{\"recordId\":\"note:1\",\"mode\":\"patch\",\"since\":3}",
                server.nextCall(SUBSCRIBE).payload().toString());
        assertNext(new Note("z", 9), 12, Cause.CAUGHT_UP);
        assertTrue(note.isLive());
        patch("[{\"op\":\"replace\",\"path\":\"/count\",\"value\":10}]", 13);
        assertNext(new Note("z", 10), 13, Cause.CHANGED);
    }

    @Test
    void aRecordThatDidNotChangeMeanwhileIsNoNews() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        subscribe(RecordMode.FULL);
        reconnect();
        full("{\"text\":\"b\",\"count\":2}", 4);
        assertNext(new Note("b", 2), 4, Cause.CHANGED);
    }

    @Test
    void aRecordThatBeganAnewIsTakenAsItIs() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 30);
        connect();
        subscribe(RecordMode.PATCH);
        full("{\"text\":\"new\",\"count\":0}", 1);
        assertNext(new Note("new", 0), 1, Cause.CHANGED);
        patch("[{\"op\":\"replace\",\"path\":\"/count\",\"value\":1}]", 2);
        assertNext(new Note("new", 1), 2, Cause.CHANGED);
    }

    @Test
    void aValueThatDoesNotFitIsLeftOut() throws Exception {
        answer("{\"text\":\"a\",\"count\":1}", 3);
        connect();
        RecordSubscription<Note> note = subscribe(RecordMode.FULL);
        full("\"not a note\"", 4);
        full("{\"text\":\"b\",\"count\":2}", 5);
        assertNext(new Note("b", 2), 5, Cause.CHANGED);
        full("\"not a note\"", 6);
        Eventually.holds("version 6", () -> note.version() == 6);
        assertEquals(
                "EPAYLOAD", assertThrows(MeshClientException.class, note::value).code());
        assertEquals("\"not a note\"", note.json().toString());
    }

    @Test
    void subscribersBeginWithTheValueAndMaySkipPatchesTheyCannotTake() throws Exception {
        answer("{\"text\":\"a\",\"count\":0}", 1);
        client = server.connected(builder -> builder.maxPendingEvents(3));
        RecordSubscription<Note> note = client.subscribeRecordSync("note:1", Note.class, RecordMode.FULL, null);
        Collecting<RecordUpdate<Note>> slow = new Collecting<>(1);
        note.subscribe(slow);
        Eventually.holds("the value", () -> slow.items.size() == 1);
        assertEquals(Cause.BEGIN, slow.items.get(0).cause());
        for (int i = 2; i <= 20; i++) {
            full("{\"text\":\"a\",\"count\":" + i + "}", i);
        }
        Eventually.holds("the last", () -> note.version() == 20);
        Eventually.get(slow.subscription).request(Long.MAX_VALUE);
        Eventually.holds("the last", () -> slow.items.get(slow.items.size() - 1).version() == 20);
        assertTrue(slow.items.size() < 10, slow.items.toString());
        assertTrue(slow.items.stream().anyMatch(update -> update.cause() == Cause.CAUGHT_UP));
    }

    @Test
    void aRefusalIsAnError() {
        server.reply(SUBSCRIBE, request -> "{\"success\":false}");
        connect();
        assertEquals(
                "EFORBIDDEN",
                assertThrows(MeshClientException.class, () -> subscribe(RecordMode.FULL))
                        .code());
    }

    @Test
    void writesCarryStrategyAndExpectedVersion() throws Exception {
        server.reply("mesh/publish-record-update", request -> "{\"success\":true,\"version\":8}");
        connect();
        assertEquals(8, client.publishRecordUpdateSync("note:1", new Note("x", 1)));
        JsonObject plain = server.next().payload().asJsonObject();
        assertEquals("{\"text\":\"x\",\"count\":1}", sorted(plain.getJsonObject("newValue")));
        client.publishRecordUpdateSync(
                "note:1",
                Map.of("count", 2),
                WriteOptions.DEFAULT
                        .strategy(io.meshws.protocol.MergeStrategy.MERGE)
                        .expectedVersion(7));
        assertEquals(
                "{\"strategy\":\"merge\",\"expectedVersion\":7}",
                server.next().payload().asJsonObject().getJsonObject("options").toString());
    }

    private static String sorted(JsonObject note) {
        return "{\"text\":" + note.get("text") + ",\"count\":" + note.get("count") + "}";
    }

    @Test
    void aConflictSaysWhereTheRecordIs() {
        server.reply(
                "mesh/publish-record-update",
                request -> "{\"error\":\"at 5\",\"code\":\"ECONFLICT\",\"name\":\"ConflictError\",\"version\":5}");
        connect();
        MeshClientException e =
                assertThrows(MeshClientException.class, () -> client.publishRecordUpdateSync("note:1", 1));
        assertEquals("ECONFLICT", e.code());
        assertEquals(5, e.version().orElseThrow());
        assertTrue(List.of(e.getStackTrace()).toString().contains("RecordsTest"), "the stack shows who asked");
    }
}
