package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshws.Records;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Transactions beside other writes and beside each other, on every engine. */
abstract class TransactionOrderContract extends RecordsSetting {

    @Test
    void writesAndTransactionsOfOneThreadTakeEffectInTheirOrder() {
        List<CompletionStage<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String number = " " + i;
            all.add(records().update("note:1", String.class, old -> old.orElse("") + " w" + number.strip()));
            all.add(records()
                    .transaction(
                            tx -> {
                                String text = tx.get("note:1", String.class).orElse("") + " t" + number.strip();
                                tx.write("note:1", text);
                                tx.write("note:2", text);
                                return null;
                            },
                            "note:2",
                            "note:1"));
        }
        all.forEach(Eventually::get);
        StringBuilder expected = new StringBuilder();
        IntStream.range(0, 50)
                .forEach(i -> expected.append(" w").append(i).append(" t").append(i));
        assertEquals(
                expected.toString(),
                get(records().transaction(tx -> tx.get("note:1", String.class), "note:1"))
                        .value()
                        .orElseThrow());
        assertEquals(100, readThere("note:1").version());
        assertEquals(50, readThere("note:2").version());
    }

    @Test
    void moneyIsNeitherMadeNorLostAndEveryReaderSeesAllOfIt() {
        int accounts = 4;
        for (int i = 0; i < accounts; i++) {
            get(records().write("note:" + i, 100));
        }
        String[] all = IntStream.range(0, accounts).mapToObj(i -> "note:" + i).toArray(String[]::new);
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            int me = worker;
            Records mine = (worker % 2 == 0 ? here : there).mesh.records();
            workers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 60; i++) {
                    String from = all[(me + i) % accounts];
                    String to = all[(me + i + 1 + i % (accounts - 1)) % accounts];
                    get(mine.transaction(
                            tx -> {
                                tx.write(from, tx.get(from, Integer.class).orElseThrow() - 7);
                                tx.write(to, tx.get(to, Integer.class).orElseThrow() + 7);
                                return null;
                            },
                            from,
                            to));
                    int sum = get(mine.transaction(
                                    tx -> List.of(all).stream()
                                            .mapToInt(id ->
                                                    tx.get(id, Integer.class).orElseThrow())
                                            .sum(),
                                    all))
                            .value();
                    assertEquals(accounts * 100, sum);
                }
            }));
        }
        workers.forEach(Eventually::get);
        long versions =
                List.of(all).stream().mapToLong(id -> readThere(id).version()).sum();
        assertEquals(accounts + 2 * 4 * 60, versions);
    }

    @Test
    void aClientThatFollowsTheRecordsGetsEachTransactionInOnePiece() {
        List<TestClient> clients = List.of(here.connect(), there.connect());
        for (TestClient client : clients) {
            for (String id : List.of("note:1", "note:2", "note:3", "note:4")) {
                subscribe(client, id, "full");
            }
        }
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            int me = worker;
            Records mine = (worker % 2 == 0 ? here : there).mesh.records();
            String one = worker < 2 ? "note:1" : "note:3";
            String other = worker < 2 ? "note:2" : "note:4";
            workers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    String text = me + "." + i;
                    get(mine.transaction(
                            tx -> {
                                tx.write(one, text);
                                tx.write(other, text);
                                return null;
                            },
                            one,
                            other));
                }
            }));
        }
        workers.forEach(Eventually::get);
        for (TestClient client : clients) {
            Eventually.holds(() -> updates(client).size() >= 400);
            List<JsonValue> told = updates(client);
            assertEquals(400, told.size());
            for (int i = 0; i < 400; i += 2) {
                JsonObject first = told.get(i).asJsonObject();
                JsonObject second = told.get(i + 1).asJsonObject();
                assertEquals(first.get("full"), second.get("full"), i + ": " + first + second);
                assertNotEquals(first.get("recordId"), second.get("recordId"));
                assertEquals(first.get("version"), second.get("version"));
            }
        }
    }
}
