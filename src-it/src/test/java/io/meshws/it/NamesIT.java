package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.IfTaken;
import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.NameLost;
import io.meshws.client.TakenName;
import io.meshws.it.names.Counter.Call;
import io.meshws.it.names.Counter.Holder;
import io.meshws.protocol.Json;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Names on two instances with one Redis. The last test kills the second. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NamesIT extends InstancesSetting {
    private static final int LAST = 2;

    private final String till = "till-" + UUID.randomUUID();

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private JsonValue call(MeshClient client, String command, Object payload) {
        return client.commandSync("call", new Call(till, command, json(payload)), JsonValue.class);
    }

    private static JsonValue json(Object value) {
        return Json.readTrusted(value instanceof String text ? Json.quote(text) : String.valueOf(value));
    }

    private static Holder holder(MeshClient client, String name) {
        return client.commandSync("holder", name, Holder.class);
    }

    @Test
    @Order(1)
    void aTillIsReachedByItsNameFromBothInstancesAndNobodyElseGetsIt() {
        MeshClient ada = connect(two);
        MeshClient bob = connect(one);
        List<String> heard = new CopyOnWriteArrayList<>();
        ada.on("open-drawer", String.class, heard::add);
        ada.onRequest("print", String.class, receipt -> "printed " + receipt);
        TakenName taken = ada.takeNameSync(till);

        assertEquals(
                "ENAMETAKEN",
                assertThrows(MeshClientException.class, () -> bob.takeNameSync(till))
                        .code());
        assertEquals(
                "EFORBIDDEN",
                assertThrows(MeshClientException.class, () -> bob.takeNameSync("other"))
                        .code());
        for (MeshClient asking : List.of(ada, bob)) {
            assertEquals(json("printed tea"), call(asking, "print", "tea"));
            assertTrue(asking.commandSync(
                    "send-to-name", new Call(till, "open-drawer", json(asking.connectionId())), boolean.class));
        }
        Eventually.equal("heard", List.of(ada.connectionId(), bob.connectionId()), () -> heard);
        assertEquals(ada.connectionId(), holder(bob, till).connectionId());
        assertEquals(Json.array(List.of(json(till))), bob.commandSync("names", till, JsonValue.class));
        assertTrue(strings(ada.commandSync("told", null, JsonValue.class)).contains("taken " + till));
        assertFalse(strings(bob.commandSync("told", null, JsonValue.class)).contains("taken " + till));

        taken.freeSync();
        bob.takeNameSync(till);
        assertTrue(ada.commandSync("free", till, boolean.class));
        assertEquals(
                "ENOTFOUND",
                assertThrows(MeshClientException.class, () -> call(ada, "print", 1))
                        .code());
    }

    @Test
    @Order(1)
    void aHolderIsReplacedAndTold() {
        String kiosk = "kiosk-" + till;
        MeshClient ada = connect(one);
        MeshClient bob = connect(two);
        List<NameLost> lost = new CopyOnWriteArrayList<>();
        ada.onNameLost(lost::add);
        ada.takeNameSync(kiosk);
        bob.takeNameSync(kiosk, IfTaken.REPLACE);
        Eventually.equal(
                "lost", List.of(kiosk), () -> lost.stream().map(NameLost::name).toList());
        assertEquals(bob.connectionId(), holder(ada, kiosk).connectionId());
    }

    @Test
    @Order(1)
    void callsWaitForATillIfItsLinkBreaks() {
        Cable cable = opened(new Cable(two.uri("/mesh")));
        MeshClient ada = opened(MeshClient.builder(cable.uri()).reconnect(OFTEN).build());
        ada.connectSync();
        ada.onRequest("print", String.class, receipt -> "printed " + receipt);
        ada.takeNameSync(till);
        MeshClient bob = connect(one);
        assertEquals(json("printed 0"), call(bob, "print", "0"));
        for (int i = 1; i <= 5; i++) {
            String receipt = "" + i;
            cable.shut();
            Eventually.holds("away", PATIENCE, () -> holder(bob, till).away());
            CompletableFuture<JsonValue> printed =
                    bob.command("call", new Call(till, "print", json(receipt)), JsonValue.class);
            cable.open();
            assertEquals(json("printed " + receipt), Eventually.get(printed));
        }
    }

    @Test
    @Order(1)
    void aBeanHasANameOnOneInstance() {
        MeshClient ada = connect(one);
        MeshClient bob = connect(two);
        Call price = new Call("pricing", "price", json("tea"));
        JsonArray answer = ada.commandSync("call", price, JsonValue.class).asJsonArray();
        assertEquals(3, answer.getInt(1));
        assertEquals(answer, bob.commandSync("call", price, JsonValue.class));
        assertEquals(
                1,
                List.of(ada, bob).stream()
                        .filter(client -> client.commandSync("hosts", null, boolean.class))
                        .count());
        assertEquals(
                "ENOPRICE",
                assertThrows(
                                MeshClientException.class,
                                () -> bob.commandSync("call", new Call("pricing", "refuse", json("")), JsonValue.class))
                        .code());
    }

    @Test
    @Order(LAST)
    void namesOfAKilledInstanceGoOnAtTheOther() {
        MeshClient bob = connect(one);
        MeshClient ada = connect(two);
        ada.takeNameSync(till);
        MeshClient moving = connect(one);
        moving.onRequest("print", String.class, receipt -> "moved " + receipt);
        assertEquals(ada.connectionId(), holder(bob, till).connectionId());

        two.kill();
        CompletableFuture<JsonValue> price =
                bob.command("call", new Call("pricing", "price", json("tea")), JsonValue.class);
        assertEquals(3, Eventually.get(price).asJsonArray().getInt(1));
        assertTrue(bob.commandSync("hosts", null, boolean.class));
        // The till of the killed instance is kept for its holder, and nobody else gets it.
        Eventually.holds("away", PATIENCE, () -> holder(bob, till).away());
        assertEquals(
                "ENAMETAKEN",
                assertThrows(MeshClientException.class, () -> moving.takeNameSync(till))
                        .code());
        assertTrue(bob.commandSync("free", till, boolean.class));
        moving.takeNameSync(till);
        assertEquals(json("moved tea"), call(bob, "print", "tea"));
    }

    private static List<String> strings(JsonValue array) {
        return array.asJsonArray().stream()
                .map(value -> Json.unquote(value.toString()))
                .toList();
    }
}
