package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.RecordOperation;
import io.meshws.client.TransactionReply;
import io.meshws.client.WriteOptions;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.FollowedRecord.Held;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Transactions on two instances with one Redis. The test that kills the second instance comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TransactionsIT extends InstancesSetting {
    private static final int TRANSFERS = 200;
    /** So many are under way at a time. */
    private static final int WINDOW = 20;

    private final String id = "note:" + UUID.randomUUID();

    private Held read(ServerProcess server, String recordId) {
        JsonObject found =
                connect(server).commandSync("get", recordId, JsonValue.class).asJsonObject();
        return new Held(
                found.getOrDefault("value", JsonValue.NULL),
                found.getJsonNumber("version").longValue());
    }

    private static CompletableFuture<String> transfer(MeshClient client, String from, String to) {
        return client.command("transfer", Map.of("from", from, "to", to, "amount", 1), String.class);
    }

    @Test
    @Order(1)
    void beansOfTheWritingInstanceLearnTheTransaction() {
        MeshClient atOne = connect(one);
        String first = transfer(atOne, id, id + "-2").join();
        String second = transfer(atOne, id + "-2", id).join();
        for (String record : List.of(id, id + "-2")) {
            assertEquals(
                    Json.array().add(first).add(second).build(),
                    atOne.commandSync("observed-transactions", record, JsonValue.class));
            assertEquals(
                    JsonValue.EMPTY_JSON_ARRAY,
                    connect(two).commandSync("observed-transactions", record, JsonValue.class));
            assertEquals(new Held(Json.provider().createValue(0), 2), read(two, record));
        }
    }

    @Test
    @Order(1)
    void aClientWritesRecordsThatItMayAndNothingIfAPartIsRefused() {
        MeshClient client = connect(one);
        TransactionReply reply = client.transactionSync(
                RecordOperation.write(id, Map.of("n", 1), WriteOptions.DEFAULT.expectedVersion(0)),
                RecordOperation.change(id, Change.increment("/n", 4)),
                RecordOperation.change("vote:" + id, Change.increment("/yes")),
                RecordOperation.delete(id + "-never"));
        assertEquals(List.of(1L, 1L, 1L, 0L), reply.versions());
        assertEquals(new Held(Json.readTrusted("{\"n\":5}"), 1), read(two, id));
        for (RecordOperation refused : List.of(
                RecordOperation.write("read-only:" + id, 1),
                RecordOperation.delete("vote:" + id),
                RecordOperation.write("private:" + id, 1),
                RecordOperation.write("throwing:" + id, 1))) {
            assertEquals("EFORBIDDEN", refusal(client, RecordOperation.delete(id), refused), refused.toString());
        }
        assertEquals("ENAME", refusal(client, RecordOperation.delete(id), RecordOperation.delete("note:\n")));
        assertEquals(
                "ETOOLARGE",
                refusal(client, RecordOperation.delete(id), RecordOperation.write(id + "-2", "x".repeat(10_000))));
        assertEquals("ECONFLICT", refusal(client, RecordOperation.delete(id), RecordOperation.delete(id + "-2", 7)));
        assertEquals(1, read(two, id).version());
    }

    private static String refusal(MeshClient client, RecordOperation... operations) {
        return assertThrows(MeshClientException.class, () -> client.transactionSync(operations))
                .code();
    }

    @Test
    @Order(1)
    void clientsOfBothInstancesGetEachTransactionInOnePiece() {
        List<WireClient> readers = new ArrayList<>();
        for (ServerProcess server : List.of(one, two)) {
            WireClient reader = WireClient.connect(server.uri("/mesh"));
            opened.add(reader);
            readers.add(reader);
            for (String record : List.of(id, id + "-2")) {
                reader.send("{\"id\":1,\"command\":\"mesh/subscribe-record\",\"payload\":{\"recordId\":\"" + record
                        + "\"}}");
                reader.await(frame -> frame.contains("\"success\":true"), PATIENCE);
            }
        }
        List<CompletableFuture<TransactionReply>> all = new ArrayList<>();
        for (MeshClient client : List.of(connect(one), connect(two))) {
            for (int i = 0; i < TRANSFERS; i++) {
                String text = all.size() + "";
                all.add(client.transaction(RecordOperation.write(id, text), RecordOperation.write(id + "-2", text)));
                all.get(Math.max(0, all.size() - WINDOW)).join();
            }
        }
        all.forEach(CompletableFuture::join);
        for (WireClient reader : readers) {
            Eventually.holds(() -> updates(reader).size() >= 4 * TRANSFERS);
            List<JsonObject> updates = updates(reader);
            for (int i = 0; i < updates.size(); i += 2) {
                JsonObject first = updates.get(i);
                JsonObject second = updates.get(i + 1);
                assertEquals(id, first.getString("recordId"));
                assertEquals(id + "-2", second.getString("recordId"));
                assertEquals(first.get("full"), second.get("full"));
                assertEquals(first.get("version"), second.get("version"));
            }
        }
    }

    private static List<JsonObject> updates(WireClient reader) {
        return reader.received().stream()
                .filter(frame -> frame.contains("mesh/record-update"))
                .map(frame -> Json.readTrusted(frame).asJsonObject().getJsonObject("payload"))
                .toList();
    }

    @Test
    @Order(2)
    void theRecordsAgreeWhenAnInstanceIsKilled() {
        MeshClient atOne = connect(one);
        MeshClient atTwo = connect(two);
        List<CompletableFuture<String>> survivors = new ArrayList<>();
        List<CompletableFuture<String>> ofDying = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            survivors.add(transfer(atOne, id, id + "-2"));
            ofDying.add(transfer(atTwo, id, id + "-2"));
            survivors.get(Math.max(0, i - WINDOW)).join();
            if (i == TRANSFERS / 2) {
                two.kill();
            }
        }
        survivors.forEach(CompletableFuture::join);
        atTwo.close();
        long acknowledged = ofDying.stream()
                .filter(one -> one.handle((done, failure) -> failure == null).join())
                .count();
        int from = number(read(one, id));
        int to = number(read(one, id + "-2"));
        assertEquals(0, from + to);
        assertTrue(to >= TRANSFERS + acknowledged && to <= 2 * TRANSFERS, to + " with " + acknowledged);
        System.out.printf("transactions, instance killed: %d acknowledged by it, %d moved%n", acknowledged, to);
    }

    private static int number(Held held) {
        return ((JsonNumber) held.value()).intValueExact();
    }
}
