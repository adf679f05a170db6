package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.RecordChanged;
import io.meshws.protocol.Change;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about {@code mesh/transaction}, on every engine. */
abstract class ClientTransactionsContract extends RecordsSetting {

    private static JsonObject transaction(TestClient client, String operations) {
        return client.call("mesh/transaction", "{\"operations\":" + operations + "}")
                .asJsonObject();
    }

    private void nothingWritten(String recordId) {
        assertEquals(0, get(there.mesh.records().get(recordId)).version());
    }

    @Test
    void everyOperationTakesEffectWithTheOthers() {
        get(here.mesh.records().write("note:gone", 1));
        get(here.mesh.records().write("note:merged", Map.of("a", 1)));
        here.recordsChanged.clear();
        TestClient client = here.connect();
        subscribe(client, "note:merged", "patch");
        JsonObject reply = transaction(
                client,
                "[{\"op\":\"write\",\"recordId\":\"note:new\",\"newValue\":null},"
                        + "{\"op\":\"write\",\"recordId\":\"note:merged\",\"newValue\":{\"b\":2},"
                        + "\"options\":{\"strategy\":\"merge\",\"expectedVersion\":1}},"
                        + "{\"op\":\"change\",\"recordId\":\"note:merged\",\"changes\":[{\"op\":\"increment\",\"path\":\"/a\"}]},"
                        + "{\"op\":\"delete\",\"recordId\":\"note:gone\",\"options\":{\"expectedVersion\":1}},"
                        + "{\"op\":\"delete\",\"recordId\":\"note:never\"}]");
        assertEquals(
                json("[{\"version\":1},{\"version\":2},{\"version\":2},{\"version\":2},{\"version\":0}]"),
                reply.get("results"));
        Optional<String> id = Optional.of(reply.getString("id"));
        assertEquals(
                Set.of(
                        new RecordChanged("note:new", json("null"), 1, id),
                        new RecordChanged("note:merged", json("{\"a\":2,\"b\":2}"), 2, id)),
                Set.copyOf(here.recordsChanged));
        assertEquals(id, here.recordsRemoved.get(0).transaction());
        awaitUpdates(
                client,
                "{\"recordId\":\"note:merged\",\"patch\":[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2},"
                        + "{\"op\":\"add\",\"path\":\"/b\",\"value\":2}],\"version\":2}");
    }

    @Test
    void oneThatTheClientMayNotWriteRefusesAll() {
        here.mesh.records().exposeChanges("votes", Set.of(Change.Operation.INCREMENT));
        TestClient client = here.connect();
        String allowed = "{\"op\":\"write\",\"recordId\":\"note:1\",\"newValue\":1}";
        for (String refused : new String[] {
            "{\"op\":\"write\",\"recordId\":\"stat:1\",\"newValue\":1}",
            "{\"op\":\"delete\",\"recordId\":\"stat:1\"}",
            "{\"op\":\"change\",\"recordId\":\"stat:1\",\"changes\":[{\"op\":\"increment\",\"path\":\"\"}]}",
            "{\"op\":\"write\",\"recordId\":\"votes\",\"newValue\":1}",
            "{\"op\":\"delete\",\"recordId\":\"votes\"}",
            "{\"op\":\"change\",\"recordId\":\"votes\",\"changes\":[{\"op\":\"remove\",\"path\":\"/a\"}]}"
        }) {
            assertEquals("EFORBIDDEN", code(transaction(client, "[" + allowed + "," + refused + "]")), refused);
        }
        nothingWritten("note:1");
        assertTrue(transaction(
                        client,
                        "[" + allowed
                                + ",{\"op\":\"change\",\"recordId\":\"votes\",\"changes\":[{\"op\":\"increment\",\"path\":\"/a\"}]}]")
                .containsKey("results"));
    }

    @Test
    void oneThatFailsUndoesAll() {
        get(here.mesh.records().write("note:text", "text"));
        TestClient client = here.connect();
        String first = "[{\"op\":\"write\",\"recordId\":\"note:1\",\"newValue\":1},";
        JsonObject conflict = transaction(
                client,
                first
                        + "{\"op\":\"write\",\"recordId\":\"note:text\",\"newValue\":1,\"options\":{\"expectedVersion\":4}}]");
        assertEquals("ECONFLICT", code(conflict));
        assertEquals(1, conflict.getInt("version"));
        assertEquals(
                "ETYPE",
                code(
                        transaction(
                                client,
                                first
                                        + "{\"op\":\"change\",\"recordId\":\"note:text\",\"changes\":[{\"op\":\"increment\",\"path\":\"\"}]}]")));
        nothingWritten("note:1");
    }

    @Test
    void aMalformedTransactionIsRefusedWithThePlace() {
        TestClient client = here.connect();
        String good = "{\"op\":\"delete\",\"recordId\":\"note:1\"}";
        Map<String, String> bad = Map.of(
                "null",
                "payload.operations: expected an array of 1 to 64 operations",
                "[]",
                "payload.operations: expected an array of 1 to 64 operations",
                "[" + good + ",7]",
                "payload.operations[1]: expected an object",
                "[{\"recordId\":\"note:1\"}]",
                "payload.operations[0].op: expected a string",
                "[{\"op\":\"read\",\"recordId\":\"note:1\"}]",
                "payload.operations[0].op: expected write, change or delete",
                "[{\"op\":\"delete\"}]",
                "payload.operations[0].recordId: expected a string",
                "[{\"op\":\"write\",\"recordId\":\"note:1\"}]",
                "payload.operations[0].newValue: expected a value",
                "[{\"op\":\"delete\",\"recordId\":\"note:1\",\"newValue\":1}]",
                "payload.operations[0].newValue: expected nothing beside this op",
                "[{\"op\":\"delete\",\"recordId\":\"note:1\",\"options\":{\"expectedVersion\":-1}}]",
                "payload.operations[0].options.expectedVersion: expected a whole number from 0");
        bad.forEach((operations, message) -> {
            JsonObject reply = transaction(client, operations);
            assertEquals("EPAYLOAD", code(reply));
            assertEquals(message, reply.getString("error"));
        });
        assertEquals(
                "EPAYLOAD", code(transaction(client, "[{\"op\":\"change\",\"recordId\":\"note:1\",\"changes\":[]}]")));
        assertEquals("ENAME", code(transaction(client, "[{\"op\":\"delete\",\"recordId\":\"\"}]")));
        assertFalse(transaction(client, many(good, 64)).containsKey("code"));
        assertEquals("EPAYLOAD", code(transaction(client, many(good, 65))));
        nothingWritten("note:1");
    }

    private static String many(String operation, int count) {
        return IntStream.range(0, count).mapToObj(i -> operation).collect(Collectors.joining(",", "[", "]"));
    }
}
