package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.RecordSubscription;
import io.meshws.it.chat.Chat.End;
import io.meshws.it.chat.Chat.Words;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Rooms as things on two instances with one Redis, and events with several observers. The last test kills the second. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoomsIT extends InstancesSetting {
    private static final int VISITS = 300;
    private static final int LAST = 2;

    private final String key = UUID.randomUUID().toString();

    @Test
    @Order(1)
    void aRoomAndItsStateAreTheSameOnBothInstances() throws Exception {
        MeshClient ada = connect(one);
        MeshClient bob = connect(two);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ada.on("entered", String.class, id -> told.add("entered " + id));
        bob.on("whispered", String.class, text -> told.add("whispered " + text));
        RecordSubscription<JsonObject> state = ada.subscribeRecordSync("chat:" + key, JsonObject.class, update -> {});

        assertEquals(1, enter(ada).getInt("visits"));
        assertEquals(2, enter(bob).getInt("visits"));
        assertEquals("entered " + bob.connectionId(), next(told));
        assertEquals(Set.of(ada.connectionId(), bob.connectionId()), members(ada));
        Eventually.equal("the state follows", PATIENCE, 2, () -> state.value().getInt("visits"));
        assertTrue(whisper(ada, bob.connectionId()));
        assertEquals("whispered psst", next(told));
        assertFalse(whisper(bob, connect(one).connectionId()), "only to members");
        assertTrue(strings(bob.commandSync("keys", "chat", JsonValue.class)).contains(key));
        assertFalse(strings(bob.commandSync("keys", "game", JsonValue.class)).contains(key));

        assertTrue(ada.commandSync("exit", key, boolean.class));
        assertEquals(Set.of(bob.connectionId()), members(ada));
        ada.commandSync("raze", key, Void.class);
        assertEquals(Set.of(), members(bob));
        assertEquals(1, enter(bob).getInt("visits"), "a new state");
        assertTrue(told.isEmpty(), told::toString);
    }

    @Test
    @Order(1)
    void observersOfACommandRunInTheOrderOfTheirPrioritiesAndAnswerBesideTheReply() throws Exception {
        MeshClient ada = connect(one);
        MeshClient bob = connect(two);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        BlockingQueue<String> posts = new LinkedBlockingQueue<>();
        ada.on("progress", String.class, told::add);
        bob.on("posted", String.class, posts::add);
        enter(ada);
        enter(bob);
        for (String text : List.of("one", "two", "three")) {
            assertEquals(text.length(), ada.commandSync("post", new Words(key, text, null), int.class));
            for (String step : List.of("moderated ", "kept ", "announced ")) {
                assertEquals(step + text, next(told));
            }
            assertEquals(text, next(posts));
        }
        Eventually.equal(
                "two are kept", PATIENCE, List.of("two", "three"), () -> enter(bob).getJsonArray("messages").stream()
                        .map(message -> message.asJsonObject().getString("text"))
                        .toList());
    }

    @Test
    @Order(1)
    void anExceptionOfAnObserverIsTheReplyAndKeepsTheOthersFromRunning() throws Exception {
        MeshClient ada = connect(one);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ada.on("progress", String.class, told::add);
        MeshClientException refusal = refused(ada, "spam");
        assertEquals("ESPAM", refusal.code());
        assertEquals("No advertisements, please", refusal.getMessage());
        MeshClientException failure = refused(ada, "bug");
        assertEquals("ESERVER", failure.code());
        assertFalse(failure.getMessage().contains("internal words"), failure::getMessage);
        Eventually.holds("in the log", PATIENCE, () -> one.log().contains("internal words"));
        assertEquals(2, ada.commandSync("post", new Words(key, "ok", null), int.class), "the connection is served");
        for (String step : List.of("moderated spam", "moderated bug", "moderated ok", "kept ok", "announced ok")) {
            assertEquals(step, next(told));
        }
    }

    @Test
    @Order(1)
    void observersOfAConnectionRunInTheOrderOfTheirPriorities() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        MeshClient client = client(two);
        client.on("opened", String.class, told::add);
        client.connectSync();
        assertEquals("first", next(told));
        assertEquals("second", next(told));
    }

    @Test
    @Order(1)
    void observersOfTheEndOfAConnectionKnowItsReason() {
        MeshClient asking = connect(one);
        WireClient leaving = WireClient.connect(one.uri("/mesh"));
        String left = id(leaving);
        leaving.leave();
        Eventually.equal("left", PATIENCE, 1000, () -> code(asking, left));
        WireClient saying = WireClient.connect(one.uri("/mesh"));
        String said = id(saying);
        saying.close(4711, "lunch");
        Eventually.equal("said", PATIENCE, new End(4711, "lunch"), () -> end(asking, said));
        WireClient vanishing = WireClient.connect(one.uri("/mesh"));
        String vanished = id(vanishing);
        vanishing.close();
        Eventually.equal("vanished", PATIENCE, 1006, () -> code(asking, vanished));
    }

    @Test
    @Order(1)
    void anEventOfAClientReachesTheObserversOfBothInstancesInOrder() {
        MeshClient ada = connect(one);
        MeshClient bob = connect(two);
        List<String> here = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        for (int price = 1; price <= 50; price++) {
            ada.commandSync("change-price", Map.of("article", key, "price", price), Void.class);
            here.add("here " + price);
            elsewhere.addAll(List.of("elsewhere " + price, "only elsewhere " + price));
        }

        assertEquals(here, noted(ada, key));
        Eventually.equal("heard by the other", PATIENCE, 2 * here.size(), () -> noted(bob, key)
                .size());
        for (String observer : List.of("elsewhere ", "only ")) {
            assertEquals(starting(observer, elsewhere), starting(observer, noted(bob, key)));
        }
        Eventually.equal("asynchronously", PATIENCE, here.size(), () -> noted(bob, "async " + key)
                .size());
        assertEquals(List.of(), noted(ada, "async " + key));
        MeshClientException e = assertThrows(
                MeshClientException.class,
                () -> ada.commandSync("change-price", Map.of("article", " ", "price", 1), Void.class));
        assertEquals("EVALIDATION", e.code());
        assertTrue(e.getMessage().startsWith("payload.article: "), e.getMessage());
    }

    private static List<String> starting(String with, List<String> texts) {
        return texts.stream().filter(text -> text.startsWith(with)).toList();
    }

    @Test
    @Order(1)
    void onlyCommittedBroadcastsReachTheOtherInstance() {
        MeshClient ada = connect(one);
        MeshClient bob = connect(two);

        assertThrows(MeshClientException.class, () -> ada.commandSync("store-fails", key + "-lost", Void.class));
        ada.commandSync("store", key, Void.class);

        Eventually.equal("heard by the other", PATIENCE, List.of("committed"), () -> noted(bob, key));
        assertEquals(List.of("stored", "committed"), noted(ada, key));
        assertEquals(List.of("stored"), noted(ada, key + "-lost"));
        assertEquals(List.of(), noted(bob, key + "-lost"));
    }

    private static List<String> noted(MeshClient client, String article) {
        return client.commandSync("noted", article, JsonValue.class)
                .asJsonArray()
                .getValuesAs(JsonString::getString);
    }

    @Test
    @Order(LAST)
    void membersOfAKilledInstanceLeaveAndTheStateStaysExact() {
        MeshClient ada = connect(one);
        MeshClient bob = connect(two);
        enter(ada);
        enter(bob);
        for (int i = 0; i < VISITS; i++) {
            (i % 2 == 0 ? ada : bob).commandSync("visit", key, long.class);
        }
        String killed = bob.connectionId().split("\\.")[0];
        Eventually.holds("both say their load and version", PATIENCE, () -> {
            Set<String> instances = strings(ada.commandSync("instances", null, JsonValue.class));
            return instances.size() == 2
                    && instances.stream().allMatch(each -> each.matches("\\S+ [1-9]\\d* " + Wars.VERSION + " true"));
        });
        two.kill();
        ada.commandSync("change-price", Map.of("article", key, "price", 1), Void.class);
        assertEquals(List.of("here 1"), noted(ada, key));
        for (int i = 0; i < VISITS; i++) {
            ada.commandSync("visit", key, long.class);
        }
        Eventually.equal("bob left", PATIENCE, Set.of(ada.connectionId()), () -> members(ada));
        assertEquals(2 * VISITS + 3, enter(ada).getInt("visits"));
        List<String> seen = List.of("joined " + killed, "gone " + killed);
        Eventually.equal("seen", PATIENCE, seen, () -> noted(ada, "instances").stream()
                .filter(note -> note.endsWith(" " + killed))
                .toList());
    }

    private JsonObject enter(MeshClient client) {
        return client.commandSync("enter", key, JsonObject.class);
    }

    private boolean whisper(MeshClient client, String to) {
        return client.commandSync("whisper", new Words(key, "psst", to), boolean.class);
    }

    private MeshClientException refused(MeshClient client, String text) {
        return assertThrows(
                MeshClientException.class, () -> client.commandSync("post", new Words(key, text, null), int.class));
    }

    private Set<String> members(MeshClient client) {
        return strings(client.commandSync("members-of", key, JsonValue.class));
    }

    private static String id(WireClient client) {
        return Json.readTrusted(client.await()).asJsonObject().getString("payload");
    }

    private static End end(MeshClient client, String id) {
        return client.commandSync("end-of", id, End.class);
    }

    private static int code(MeshClient client, String id) {
        End end = end(client, id);
        return end == null ? 0 : end.code();
    }

    private static Set<String> strings(JsonValue array) {
        return Set.copyOf(array.asJsonArray().getValuesAs(JsonString::getString));
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
