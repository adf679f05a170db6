package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static io.meshws.testing.Eventually.holds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CollectionResolver;
import io.meshws.RecordQuery;
import io.meshws.RecordSelection;
import io.meshws.Records;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises about collections, on every engine. */
abstract class CollectionsContract extends RecordsSetting {
    private static final Pattern TASKS = Pattern.compile("task:.+");
    private static final RecordQuery ADAS = RecordQuery.of(TASKS).where("/by", "ada");

    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void expose() {
        for (Records records : List.of(here.mesh.records(), there.mesh.records())) {
            records.expose(TASKS);
            records.index(TASKS, "/by", "/due");
            records.exposeCollection("adas", (caller, collection) -> {
                asked.incrementAndGet();
                return ADAS;
            });
            records.exposeCollection(Pattern.compile("all.*"), (caller, collection) -> RecordQuery.of(TASKS));
        }
    }

    private Records elsewhere() {
        return there.mesh.records();
    }

    private static Map<String, Object> task(String by, int due) {
        return Map.of("by", by, "due", due);
    }

    private static void has(CollectionView view, String... ids) {
        holds(() -> view.sorted().equals(List.of(ids)));
    }

    @Test
    void aSubscriberGetsTheExistingRecords() {
        get(records().write("task:1", task("ada", 1)));
        get(elsewhere().write("task:2", task("bob", 1)));
        get(elsewhere().write("task:3", task("ada", 1)));
        CollectionView view = new CollectionView(here.connect(), "adas");
        assertEquals(
                json("{\"success\":true,\"ids\":[\"task:1\",\"task:3\"],\"records\":["
                        + "{\"id\":\"task:1\",\"record\":{\"by\":\"ada\",\"due\":1},\"version\":1},"
                        + "{\"id\":\"task:3\",\"record\":{\"by\":\"ada\",\"due\":1},\"version\":1}],\"version\":1}"),
                view.reply);
    }

    @Test
    void recordsComeAndGoAsTheyAreWritten() {
        CollectionView view = new CollectionView(here.connect(), "adas");
        CollectionView other = new CollectionView(there.connect(), "adas");
        get(elsewhere().write("task:1", task("ada", 1)));
        get(records().write("task:2", task("ada", 1)));
        get(records().write("task:3", task("bob", 1)));
        has(view, "task:1", "task:2");
        has(other, "task:1", "task:2");
        get(records().write("task:1", task("bob", 1)));
        get(elsewhere().write("task:3", task("ada", 1)));
        has(view, "task:2", "task:3");
        has(other, "task:2", "task:3");
        get(elsewhere().delete("task:2"));
        get(records()
                .transaction(
                        tx -> {
                            tx.delete("task:3");
                            tx.write("task:4", task("ada", 1));
                            return null;
                        },
                        "task:3",
                        "task:4"));
        has(view, "task:4");
        has(other, "task:4");
        assertEquals(2, asked.get());
    }

    @Test
    void changesOfMembersComeAsUpdatesOfTheRecords() {
        get(records().write("task:1", task("ada", 1)));
        TestClient client = here.connect();
        CollectionView view = new CollectionView(client, "adas");
        get(elsewhere().write("task:1", Map.of("by", "ada", "due", 1, "text", "x")));
        holds(() -> client.events("mesh/record-update").size() == 1);
        assertEquals(
                json("{\"recordId\":\"task:1\",\"full\":" + Json.text(view.record("task:1"))
                        + ",\"version\":2,\"collectionId\":\"adas\"}"),
                client.events("mesh/record-update").get(0));
        assertEquals(List.of(), client.events("mesh/collection-diff"));
        assertEquals("x", view.record("task:1").asJsonObject().getString("text"));
    }

    @Test
    void afterUnsubscribingNothingComes() {
        TestClient client = here.connect();
        new CollectionView(client, "adas");
        TestClient other = here.connect();
        CollectionView view = new CollectionView(other, "adas");
        assertEquals(json("true"), client.call("mesh/unsubscribe-collection", "{\"collectionId\":\"adas\"}"));
        assertEquals(json("false"), client.call("mesh/unsubscribe-collection", "{\"collectionId\":\"adas\"}"));
        get(records().write("task:1", task("ada", 1)));
        has(view, "task:1");
        assertEquals(List.of(), client.events("mesh/collection-diff"));
        assertEquals(List.of(), updates(client));
    }

    @Test
    void subscribingAgainBeginsAnew() {
        TestClient client = here.connect();
        new CollectionView(client, "adas");
        get(records().write("task:1", task("ada", 1)));
        holds(() -> client.events("mesh/collection-diff").size() == 1);
        CollectionView again = new CollectionView(client, "adas");
        assertEquals(1, again.reply.getInt("version"));
        assertEquals(json("[\"task:1\"]"), again.reply.get("ids"));
        get(records().write("task:2", task("ada", 1)));
        holds(() -> client.events("mesh/collection-diff").size() == 2);
        assertEquals(
                2, client.events("mesh/collection-diff").get(1).asJsonObject().getInt("version"));
        assertEquals(List.of(), updates(client));
    }

    @Test
    void aCollectionThatNobodyExposedIsRefused() {
        TestClient client = here.connect();
        assertEquals(json("{\"success\":false}"), new CollectionView(client, "none").reply);
        assertEquals("EPAYLOAD", code(client.call("mesh/subscribe-collection", "{}")));
        assertEquals("ENAME", code(client.call("mesh/subscribe-collection", "{\"collectionId\":\"\"}")));
        records().exposeCollection("mine", (caller, collection) -> ADAS, (caller, collection) -> false);
        assertEquals(json("{\"success\":false}"), new CollectionView(client, "mine").reply);
    }

    @Test
    void aCollectionHasOnlyRecordsThatItsSubscriberMayRead() {
        for (Records records : List.of(records(), elsewhere())) {
            records.expose(TASKS, (caller, recordId) -> !recordId.equals("task:2"));
        }
        for (int i = 1; i < 4; i++) {
            get(records().write("task:" + i, task("ada", i)));
        }
        TestClient client = here.connect();
        CollectionView view = new CollectionView(client, "adas");
        assertEquals(json("[\"task:1\",\"task:3\"]"), view.reply.get("ids"));
        get(records().write("task:2", task("ada", 7)));
        get(records().write("task:4", task("ada", 7)));
        has(view, "task:1", "task:3", "task:4");
        assertTrue(records().unexpose(TASKS));
        has(view);
    }

    @Test
    void recordsThatAreNoLongerExposedAreTakenAway() {
        TestClient client = here.connect();
        new CollectionView(client, "adas");
        assertTrue(records().unexposeCollection("adas"));
        assertFalse(records().unexposeCollection("adas"));
        assertEquals(json("{\"collectionId\":\"adas\"}"), client.event("mesh/unsubscribed"));
        get(records().write("task:1", task("ada", 1)));
        assertEquals(json("{\"success\":false}"), new CollectionView(client, "adas").reply);
        assertEquals(List.of(), client.events("mesh/collection-diff"));
    }

    @Test
    void idsSelectRecordsThatMayNotExistYet() {
        for (Records records : List.of(records(), elsewhere())) {
            records.exposeCollection(
                    "some", (caller, id) -> RecordSelection.ids("task:2", "task:1", "task:2", "hidden"));
        }
        get(records().write("task:2", 2));
        get(records().write("hidden", 0));
        CollectionView view = new CollectionView(here.connect(), "some");
        assertEquals(json("[\"task:2\"]"), view.reply.get("ids"));
        get(elsewhere().write("task:1", 1));
        has(view, "task:1", "task:2");
        get(elsewhere().delete("task:2"));
        has(view, "task:1");
        get(records().write("task:2", 3));
        has(view, "task:1", "task:2");
        assertEquals(json("3"), view.record("task:2"));
    }

    @Test
    void aResolverIsAskedAgainIfItsDependenciesChange() {
        AtomicInteger times = new AtomicInteger();
        CollectionResolver firstOfAda = CollectionResolver.async((caller, id) -> {
            times.incrementAndGet();
            return records().get("task:index").thenApply(found -> {
                int due = found.value()
                        .map(value -> value.asJsonObject().getInt("due"))
                        .orElse(0);
                return RecordSelection.ids("task:" + due)
                        .dependingOn(RecordQuery.of(TASKS).where("/by", "index"));
            });
        });
        records().exposeCollection("first", firstOfAda);
        get(records().write("task:1", task("ada", 1)));
        get(records().write("task:2", task("ada", 2)));
        get(records().write("task:index", task("index", 1)));
        CollectionView view = new CollectionView(here.connect(), "first");
        has(view, "task:1");
        holds(() -> times.get() == 2);
        get(elsewhere().write("task:2", task("ada", 3)));
        get(elsewhere().write("task:index", task("index", 2)));
        has(view, "task:2");
        assertEquals(3, times.get());
    }

    @Test
    void resolversThatFailRefuse() {
        records().exposeCollection("throwing", (caller, id) -> {
            throw new IllegalStateException("resolver");
        });
        records().exposeCollection("nothing", (caller, id) -> null);
        records().exposeCollection("unindexed", (caller, id) -> RecordQuery.of(Pattern.compile("other:.+")));
        records().exposeCollection("undeclared", (caller, id) -> RecordQuery.of(TASKS)
                .where("/other", 1));
        records().exposeCollection("malformed", (caller, id) -> RecordSelection.ids(""));
        TestClient client = here.connect();
        for (String id : List.of("throwing", "nothing", "unindexed", "undeclared", "malformed")) {
            assertEquals(json("{\"success\":false}"), new CollectionView(client, id).reply, id);
        }
        assertTrue(new CollectionView(client, "adas").reply.getBoolean("success"));
    }

    @Test
    void viewsEndUpAsTheRecordsAreAfterAnyChanges() {
        CollectionView before = new CollectionView(here.connect(), "adas");
        Random random = new Random(17);
        CollectionView during = null;
        List<CompletionStage<?>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Records writer = random.nextBoolean() ? records() : elsewhere();
            String id = "task:" + random.nextInt(20);
            if (random.nextInt(4) == 0) {
                writes.add(writer.delete(id));
            } else {
                writes.add(writer.write(id, task(random.nextInt(3) == 0 ? "bob" : "ada", i)));
            }
            if (i == 100) {
                during = new CollectionView(there.connect(), "adas");
            }
        }
        writes.forEach(Eventually::get);
        TreeSet<String> expected = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            String id = "task:" + i;
            get(records().get(id))
                    .value()
                    .filter(value -> value.asJsonObject().getString("by").equals("ada"))
                    .ifPresent(value -> expected.add(id));
        }
        for (CollectionView view : List.of(before, during)) {
            has(view, expected.toArray(String[]::new));
            for (String id : expected) {
                holds(() ->
                        view.record(id).equals(get(records().get(id)).value().orElseThrow()));
            }
        }
    }
}
