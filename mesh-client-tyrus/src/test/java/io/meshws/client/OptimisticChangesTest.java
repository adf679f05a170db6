package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.RecordUpdate.Cause;
import io.meshws.protocol.Change;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes that show at once, and go if the server refuses. */
@Timeout(60)
class OptimisticChangesTest {
    private static final String WRITE = "mesh/publish-record-update";

    private final ScriptedServer server = new ScriptedServer();
    private final BlockingQueue<RecordUpdate<JsonObject>> heard = new LinkedBlockingQueue<>();
    private MeshClient client;
    private RecordSubscription<JsonObject> note;

    @BeforeEach
    void subscribe() {
        server.reply(
                "mesh/subscribe-record", request -> "{\"success\":true,\"record\":{\"a\":1,\"b\":1},\"version\":3}");
        client = server.connected(Fast::reconnect);
        note = client.subscribeRecordSync("note:1", JsonObject.class, heard::add);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private CompletableFuture<Long> merge(String member, int value) {
        return note.change(Map.of(member, value), WriteOptions.DEFAULT.strategy(MergeStrategy.MERGE));
    }

    private void full(String value, long version) {
        server.send(FrameText.event(
                "mesh/record-update", "{\"recordId\":\"note:1\",\"full\":" + value + ",\"version\":" + version + "}"));
    }

    private void assertNext(String value, long version, Cause cause) throws InterruptedException {
        RecordUpdate<JsonObject> update = heard.poll(10, TimeUnit.SECONDS);
        assertEquals(value, update.value().toString());
        assertEquals(version, update.version());
        assertEquals(cause, update.cause());
    }

    private void refuse(Frame.ClientCall call) {
        server.reply(call, ErrorCode.EFORBIDDEN.body("no").toJson());
    }

    @Test
    void aChangeShowsAtOnceAndIsConfirmed() throws Exception {
        CompletableFuture<Long> written = merge("a", 2);
        assertEquals("{\"a\":2,\"b\":1}", note.json().toString());
        assertEquals(3, note.version());
        assertNext("{\"a\":2,\"b\":1}", 3, Cause.LOCAL);
        server.reply(server.nextCall(WRITE), "{\"success\":true,\"version\":4}");
        assertEquals(4, Eventually.get(written));
        assertEquals("{\"a\":2,\"b\":1}", note.json().toString(), "though the update has not come");
        full("{\"a\":2,\"b\":1}", 4);
        assertNext("{\"a\":2,\"b\":1}", 4, Cause.CHANGED);
    }

    @Test
    void aRefusedChangeIsRolledBack() throws Exception {
        CompletableFuture<Long> written = merge("a", 2);
        assertNext("{\"a\":2,\"b\":1}", 3, Cause.LOCAL);
        refuse(server.nextCall(WRITE));
        assertEquals("EFORBIDDEN", ClientFailure.of(written).code());
        assertNext("{\"a\":1,\"b\":1}", 3, Cause.ROLLED_BACK);
        assertEquals("{\"a\":1,\"b\":1}", note.json().toString());
    }

    @Test
    void writesOfOthersShowUnderTheChange() throws Exception {
        CompletableFuture<Long> written = merge("a", 2);
        assertNext("{\"a\":2,\"b\":1}", 3, Cause.LOCAL);
        full("{\"a\":1,\"b\":7}", 4);
        assertNext("{\"a\":2,\"b\":7}", 4, Cause.CHANGED);
        refuse(server.nextCall(WRITE));
        ClientFailure.of(written);
        assertNext("{\"a\":1,\"b\":7}", 4, Cause.ROLLED_BACK);
    }

    @Test
    void theUpdateMayComeBeforeTheReply() throws Exception {
        CompletableFuture<Long> written = merge("a", 2);
        Frame.ClientCall call = server.nextCall(WRITE);
        full("{\"a\":2,\"b\":1}", 4);
        server.reply(call, "{\"success\":true,\"version\":4}");
        assertEquals(4, Eventually.get(written));
        full("{\"a\":5,\"b\":1}", 5);
        Eventually.holds("the next value", () -> note.json().toString().equals("{\"a\":5,\"b\":1}"));
    }

    @Test
    void ofSeveralChangesOneMayBeRefused() throws Exception {
        CompletableFuture<Long> one = merge("a", 2);
        CompletableFuture<Long> two = merge("b", 2);
        assertEquals("{\"a\":2,\"b\":2}", note.json().toString());
        refuse(server.nextCall(WRITE));
        server.reply(server.nextCall(WRITE), "{\"success\":true,\"version\":4}");
        ClientFailure.of(one);
        assertEquals(4, Eventually.get(two));
        assertEquals("{\"a\":1,\"b\":2}", note.json().toString());
        full("{\"a\":1,\"b\":2}", 4);
        Eventually.holds("version 4", () -> note.version() == 4);
        assertEquals("{\"a\":1,\"b\":2}", note.json().toString());
    }

    @Test
    void aChangeIsRolledBackIfItsAnswerIsLost() throws Exception {
        CompletableFuture<Long> written = merge("a", 2);
        assertNext("{\"a\":2,\"b\":1}", 3, Cause.LOCAL);
        server.nextCall(WRITE);
        server.close(1001, "restart");
        assertEquals("EUNKNOWN", ClientFailure.of(written).code(), "this server does not remember answers");
        assertNext("{\"a\":1,\"b\":1}", 3, Cause.ROLLED_BACK);
    }

    @Test
    void aValueThatCannotBeWrittenChangesNothing() {
        Object self = new Object() {
            @SuppressWarnings("unused")
            public Object getSelf() {
                throw new IllegalStateException("meant to fail");
            }
        };
        MeshClientException e =
                org.junit.jupiter.api.Assertions.assertThrows(MeshClientException.class, () -> note.changeSync(self));
        assertEquals("EPAYLOAD", e.code());
        assertEquals("{\"a\":1,\"b\":1}", note.json().toString());
        assertTrue(heard.isEmpty());
    }

    @Test
    void operationsShowAtOnceAndUpdatesBeforeTheAnswerWaitSoThatTheyCountOnce() throws Exception {
        CompletableFuture<Long> changed = note.changeRecord(
                WriteOptions.DEFAULT.expectedVersion(3),
                Change.increment("/a"),
                Change.push("/l", Map.of("x", 1)).keep(9));
        assertNext("{\"a\":2,\"b\":1,\"l\":[{\"x\":1}]}", 3, Cause.LOCAL);
        Frame.ClientCall call = server.nextCall(WRITE);
        assertEquals(
                "{\"recordId\":\"note:1\",\"changes\":[{\"op\":\"increment\",\"path\":\"/a\",\"by\":1},"
                        + "{\"op\":\"push\",\"path\":\"/l\",\"value\":{\"x\":1},\"keep\":9}],\"options\":{\"expectedVersion\":3}}",
                call.payload().toString());
        full("{\"a\":2,\"b\":1,\"l\":[{\"x\":1}]}", 4);
        full("{\"a\":2,\"b\":7,\"l\":[{\"x\":1}]}", 5);
        server.reply(call, "{\"success\":true,\"version\":4}");
        assertEquals(4, Eventually.get(changed));
        assertNext("{\"a\":2,\"b\":1,\"l\":[{\"x\":1}]}", 4, Cause.CHANGED);
        assertNext("{\"a\":2,\"b\":7,\"l\":[{\"x\":1}]}", 5, Cause.CHANGED);
    }

    @Test
    void changesBehindARefusedOperationShowAfterIt() throws Exception {
        CompletableFuture<Long> changed = note.changeRecord(Change.increment("/a"));
        assertNext("{\"a\":2,\"b\":1}", 3, Cause.LOCAL);
        Frame.ClientCall call = server.nextCall(WRITE);
        full("{\"a\":5,\"b\":1}", 4);
        refuse(call);
        assertEquals("EFORBIDDEN", ClientFailure.of(changed).code());
        assertNext("{\"a\":1,\"b\":1}", 3, Cause.ROLLED_BACK);
        assertNext("{\"a\":5,\"b\":1}", 4, Cause.CHANGED);
    }

    @Test
    void anOperationThatTheServerWillRefuseShowsNothingAndAMalformedOneIsNotSent() throws Exception {
        CompletableFuture<Long> changed = note.changeRecord(Change.push("/a", 1));
        assertNext("{\"a\":1,\"b\":1}", 3, Cause.LOCAL);
        server.reply(server.nextCall(WRITE), ErrorCode.ETYPE.body("no").toJson());
        assertEquals("ETYPE", ClientFailure.of(changed).code());
        for (Change bad : new Change[] {Change.increment("a"), Change.remove("")}) {
            assertEquals(
                    "EPAYLOAD",
                    assertThrows(MeshClientException.class, () -> note.changeRecord(bad))
                            .code());
            assertEquals(
                    "EPAYLOAD",
                    assertThrows(MeshClientException.class, () -> client.changeRecord("note:1", bad))
                            .code());
        }
        WriteOptions merge = WriteOptions.DEFAULT.strategy(MergeStrategy.MERGE);
        assertThrows(IllegalArgumentException.class, () -> note.changeRecord(merge, Change.increment("/a")));
    }

    @Test
    void aRecordThatIsNotFollowedIsChangedToo() throws Exception {
        CompletableFuture<Long> changed = client.changeRecord("count", Change.increment("", 5));
        Frame.ClientCall call = server.nextCall(WRITE);
        assertEquals(
                "{\"recordId\":\"count\",\"changes\":[{\"op\":\"increment\",\"path\":\"\",\"by\":5}],\"options\":{}}",
                call.payload().toString());
        server.reply(call, "{\"success\":true,\"version\":9}");
        assertEquals(9, Eventually.get(changed));
    }

    @Test
    void aTransactionSendsItsOperationsAndTellsTheVersionOfEach() throws Exception {
        CompletableFuture<TransactionReply> done = client.transaction(
                RecordOperation.write("a", null, WriteOptions.DEFAULT.expectedVersion(2)),
                RecordOperation.change("b", Change.increment("/n", 5)),
                RecordOperation.delete("c"),
                RecordOperation.delete("d", 7));
        Frame.ClientCall call = server.nextCall("mesh/transaction");
        assertEquals(
                "{\"operations\":[{\"op\":\"write\",\"recordId\":\"a\",\"newValue\":null,"
                        + "\"options\":{\"strategy\":\"replace\",\"expectedVersion\":2}},"
                        + "{\"op\":\"change\",\"recordId\":\"b\",\"changes\":[{\"op\":\"increment\",\"path\":\"/n\",\"by\":5}],\"options\":{}},"
                        + "{\"op\":\"delete\",\"recordId\":\"c\",\"options\":{}},"
                        + "{\"op\":\"delete\",\"recordId\":\"d\",\"options\":{\"expectedVersion\":7}}]}",
                call.payload().toString());
        server.reply(
                call, "{\"id\":\"t1\",\"results\":[{\"version\":3},{\"version\":1},{\"version\":2},{\"version\":8}]}");
        assertEquals(new TransactionReply("t1", List.of(3L, 1L, 2L, 8L)), Eventually.get(done));
        assertEquals(
                "EPAYLOAD",
                assertThrows(
                                MeshClientException.class,
                                () -> client.transaction(RecordOperation.change("b", Change.set("n", 1))))
                        .code());
    }
}
