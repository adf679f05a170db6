package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.Guard;
import io.meshws.InvalidNameException;
import io.meshws.RecordConflictException;
import io.meshws.RecordSnapshot;
import io.meshws.internal.connection.Connection;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.RecordFollower;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What records promise, whatever the engine. {@code there} is another instance where the engine has several. */
abstract class RecordsContract {
    private static final String NOT_WRITABLE = "is not writable by this connection";

    protected TestInstance here;
    protected TestInstance there;

    abstract TestInstance newInstance();

    abstract boolean hasSeveral();

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
        for (TestInstance instance : List.of(here, there)) {
            instance.mesh.records().exposeWritable(Pattern.compile("note:.*"));
            instance.mesh.records().expose(Pattern.compile("stat:.*"));
        }
    }

    @AfterEach
    void stop() {
        List.of(here.mesh.stop(), there.mesh.stop()).forEach(Eventually::get);
    }

    private static JsonValue json(String text) {
        return Json.readTrusted(text);
    }

    private static JsonObject subscribe(TestClient client, String recordId, String mode) {
        return client.call(
                        "mesh/subscribe-record",
                        "{\"recordId\":" + Json.quote(recordId) + ",\"mode\":\"" + mode + "\"}")
                .asJsonObject();
    }

    private static JsonObject publish(TestClient client, String recordId, String value, String options) {
        return client.call(
                        "mesh/publish-record-update",
                        "{\"recordId\":" + Json.quote(recordId) + ",\"newValue\":" + value + ",\"options\":" + options
                                + "}")
                .asJsonObject();
    }

    private static String code(JsonValue reply) {
        return reply.asJsonObject().getString("code");
    }

    private static List<JsonValue> updates(TestClient client) {
        return client.events("mesh/record-update");
    }

    private static void awaitUpdates(TestClient client, String... expected) {
        Eventually.holds(() -> updates(client).size() >= expected.length);
        assertEquals(List.of(expected).stream().map(RecordsContract::json).toList(), updates(client));
    }

    // Subscribing and writing

    @Test
    void subscribersGetTheSnapshotThenEveryVersionInTheirMode() {
        TestClient full = here.connect();
        TestClient patch = there.connect();
        assertEquals(json("{\"success\":true,\"record\":null,\"version\":0}"), subscribe(full, "note:1", "full"));
        assertEquals(1L, get(here.mesh.records().write("note:1", Map.of("a", 1))));
        awaitUpdates(full, "{\"recordId\":\"note:1\",\"full\":{\"a\":1},\"version\":1}");
        assertEquals(
                json("{\"success\":true,\"record\":{\"a\":1},\"version\":1}"), subscribe(patch, "note:1", "patch"));
        assertEquals(2L, get(there.mesh.records().write("note:1", Map.of("a", 2))));
        assertEquals(3L, get(here.mesh.records().write("note:1", "text")));
        assertEquals(4L, get(here.mesh.records().write("note:1", List.of(1))));
        awaitUpdates(
                full,
                "{\"recordId\":\"note:1\",\"full\":{\"a\":1},\"version\":1}",
                "{\"recordId\":\"note:1\",\"full\":{\"a\":2},\"version\":2}",
                "{\"recordId\":\"note:1\",\"full\":\"text\",\"version\":3}",
                "{\"recordId\":\"note:1\",\"full\":[1],\"version\":4}");
        awaitUpdates(
                patch,
                "{\"recordId\":\"note:1\",\"patch\":[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}],\"version\":2}",
                "{\"recordId\":\"note:1\",\"full\":\"text\",\"version\":3}",
                "{\"recordId\":\"note:1\",\"full\":[1],\"version\":4}");
        assertEquals(
                new RecordSnapshot("note:1", Optional.of(json("[1]")), 4),
                get(there.mesh.records().get("note:1")));
    }

    @Test
    void theModeIsFullWhereNoneIsAskedForAndTheLastOneCounts() {
        TestClient a = here.connect();
        a.call("mesh/subscribe-record", "{\"recordId\":\"note:1\"}");
        get(there.mesh.records().write("note:1", Map.of("a", 1)));
        get(there.mesh.records().write("note:1", Map.of("a", 2)));
        Eventually.holds(() -> updates(a).size() == 2);
        assertTrue(updates(a).get(1).asJsonObject().containsKey("full"));
        subscribe(a, "note:1", "patch");
        get(there.mesh.records().write("note:1", Map.of("a", 3)));
        Eventually.holds(() -> updates(a).size() == 3);
        assertTrue(updates(a).get(2).asJsonObject().containsKey("patch"));
    }

    @Test
    void aWriterHearsItsOwnUpdateAndTheReplyHoldsTheVersion() {
        TestClient a = here.connect();
        subscribe(a, "note:1", "patch");
        assertEquals(json("{\"success\":true,\"version\":1}"), publish(a, "note:1", "{\"a\":1}", "{}"));
        awaitUpdates(a, "{\"recordId\":\"note:1\",\"full\":{\"a\":1},\"version\":1}");
    }

    @Test
    void writesAreReplacedMergedAndMergedDeep() {
        TestClient a = here.connect();
        publish(a, "note:1", "{\"a\":1,\"deep\":{\"x\":1}}", "{\"strategy\":\"replace\"}");
        publish(a, "note:1", "{\"b\":2}", "{\"strategy\":\"merge\"}");
        publish(a, "note:1", "{\"deep\":{\"y\":2}}", "{\"strategy\":\"deepMerge\"}");
        RecordSnapshot snapshot = get(there.mesh.records().get("note:1"));
        assertEquals(Optional.of(json("{\"a\":1,\"deep\":{\"x\":1,\"y\":2},\"b\":2}")), snapshot.value());
        assertEquals(3, snapshot.version());
        assertEquals(4L, get(there.mesh.records().write("note:1", Map.of("deep", 0), MergeStrategy.MERGE)));
        assertEquals(5L, get(there.mesh.records().write("note:1", null)));
        assertEquals(
                Optional.of(JsonValue.NULL),
                get(here.mesh.records().get("note:1")).value());
    }

    @Test
    void aWriteThatChangesNothingIsNone() {
        TestClient a = there.connect();
        subscribe(a, "note:1", "full");
        assertEquals(1L, get(here.mesh.records().write("note:1", json("{\"a\":1,\"b\":2}"))));
        assertEquals(1L, get(here.mesh.records().write("note:1", json("{\"b\":2.0,\"a\":1}"))));
        assertEquals(1L, get(there.mesh.records().write("note:1", json("{\"a\":1}"), MergeStrategy.MERGE)));
        assertEquals(2L, get(there.mesh.records().write("note:1", 1)));
        awaitUpdates(
                a,
                "{\"recordId\":\"note:1\",\"full\":{\"a\":1,\"b\":2},\"version\":1}",
                "{\"recordId\":\"note:1\",\"full\":1,\"version\":2}");
        assertEquals(
                1, here.recordsChanged.stream().filter(e -> e.version() == 1).count());
    }

    @Test
    void aWriteThatExpectsAnotherVersionLosesAndSaysWhichThereIs() {
        TestClient a = here.connect();
        get(there.mesh.records().write("note:1", 1));
        get(there.mesh.records().write("note:1", 2));
        JsonObject lost = publish(a, "note:1", "3", "{\"expectedVersion\":1}");
        assertEquals("ECONFLICT", lost.getString("code"));
        assertEquals(2, lost.getInt("version"));
        RecordConflictException conflict = assertInstanceOf(
                RecordConflictException.class,
                failure(here.mesh.records().write("note:1", 3, MergeStrategy.REPLACE, 0)));
        assertEquals(2, conflict.currentVersion());
        assertEquals(
                Optional.of(json("2")), get(here.mesh.records().get("note:1")).value());
        assertEquals(json("{\"success\":true,\"version\":3}"), publish(a, "note:1", "3", "{\"expectedVersion\":2}"));
        assertEquals(4L, get(there.mesh.records().write("note:1", 4, MergeStrategy.REPLACE, 3)));
        assertEquals(1L, get(there.mesh.records().write("note:new", 1, MergeStrategy.REPLACE, 0)));
        // A stale memory of the record must not refuse what is right.
        assertEquals(5L, get(here.mesh.records().write("note:1", 5, MergeStrategy.REPLACE, 4)));
        assertEquals(6L, get(there.mesh.records().write("note:1", 6, MergeStrategy.REPLACE, 5)));
    }

    @Test
    void deletedRecordsCountOn() {
        TestClient a = there.connect();
        TestClient patch = here.connect();
        assertFalse(get(here.mesh.records().delete("note:1")));
        get(here.mesh.records().write("note:1", Map.of("a", 1)));
        subscribe(a, "note:1", "full");
        subscribe(patch, "note:1", "patch");
        assertTrue(get(here.mesh.records().delete("note:1")));
        assertFalse(get(there.mesh.records().delete("note:1")));
        for (TestClient client : List.of(a, patch)) {
            assertEquals(json("{\"recordId\":\"note:1\",\"version\":2}"), client.event("mesh/record-deleted"));
        }
        assertEquals(
                new RecordSnapshot("note:1", Optional.empty(), 2),
                get(there.mesh.records().get("note:1")));
        assertEquals(
                json("{\"success\":true,\"record\":null,\"version\":2}"), subscribe(there.connect(), "note:1", "full"));
        assertEquals(3L, get(there.mesh.records().write("note:1", Map.of("b", 1), MergeStrategy.MERGE)));
        awaitUpdates(a, "{\"recordId\":\"note:1\",\"full\":{\"b\":1},\"version\":3}");
        awaitUpdates(patch, "{\"recordId\":\"note:1\",\"full\":{\"b\":1},\"version\":3}");
    }

    @Test
    void observersHearOfWritesOnTheInstanceThatWrote() {
        get(here.mesh.records().write("note:1", 1));
        get(here.mesh.records().write("note:1", 1));
        publish(here.connect(), "note:1", "2", "{}");
        get(here.mesh.records().delete("note:1"));
        assertEquals(
                List.of("1@1", "2@2"),
                here.recordsChanged.stream()
                        .map(e -> e.value() + "@" + e.version())
                        .toList());
        assertEquals(3, here.recordsRemoved.get(0).version());
        if (hasSeveral()) {
            assertEquals(List.of(), there.recordsChanged);
        }
    }

    @Test
    void afterUnsubscribingNothingComes() {
        TestClient a = here.connect();
        TestClient b = here.connect();
        subscribe(a, "note:1", "full");
        subscribe(b, "note:1", "full");
        assertEquals(JsonValue.TRUE, a.call("mesh/unsubscribe-record", "{\"recordId\":\"note:1\"}"));
        assertEquals(JsonValue.FALSE, a.call("mesh/unsubscribe-record", "{\"recordId\":\"note:1\"}"));
        assertEquals(JsonValue.FALSE, a.call("mesh/unsubscribe-record", "{\"recordId\":\"other\"}"));
        get(there.mesh.records().write("note:1", 1));
        awaitUpdates(b, "{\"recordId\":\"note:1\",\"full\":1,\"version\":1}");
        assertEquals(List.of(), updates(a));
        b.vanish();
        Eventually.holds(() -> b.connection().topics().count() == 0);
        assertEquals(json("{\"success\":true,\"record\":1,\"version\":1}"), subscribe(a, "note:1", "full"));
        get(there.mesh.records().write("note:1", 2));
        awaitUpdates(a, "{\"recordId\":\"note:1\",\"full\":2,\"version\":2}");
    }

    // Who may

    @Test
    void whatIsNotExposedIsRefusedInTheWordsOfAGuard() {
        TestClient a = here.connect();
        here.mesh.records().exposeWritable("guarded", (connection, id) -> false);
        for (String id : List.of("unknown", "guarded")) {
            assertEquals(json("{\"success\":false}"), subscribe(a, id, "full"));
            JsonObject refused = publish(a, id, "1", "{}");
            assertEquals("EFORBIDDEN", refused.getString("code"));
            assertEquals("Record \"" + id + "\" " + NOT_WRITABLE, refused.getString("error"));
        }
        assertEquals("EFORBIDDEN", code(publish(a, "stat:1", "1", "{}")));
        assertTrue(subscribe(a, "stat:1", "full").getBoolean("success"));
        assertEquals(0, get(here.mesh.records().get("stat:1")).version());
    }

    @Test
    void whatIsWritableIsReadableUnlessAGuardForReadingSaysElse() {
        TestClient a = here.connect();
        Guard onlyA = (connection, id) ->
                CompletableFuture.supplyAsync(() -> connection.id().equals(a.id()));
        TestClient b = here.connect();
        here.mesh.records().exposeWritable("w", onlyA);
        assertTrue(subscribe(a, "w", "full").getBoolean("success"));
        assertFalse(subscribe(b, "w", "full").getBoolean("success"));
        here.mesh.records().expose("w", (connection, id) -> connection.id().equals(b.id()));
        assertFalse(subscribe(a, "w", "full").getBoolean("success"));
        assertTrue(subscribe(b, "w", "full").getBoolean("success"));
        assertTrue(publish(a, "w", "1", "{}").getBoolean("success"));
        assertEquals("EFORBIDDEN", code(publish(b, "w", "2", "{}")));
        here.mesh.records().exposeWritable("w", (connection, id) -> {
            throw new IllegalStateException("broken");
        });
        assertEquals("EFORBIDDEN", code(publish(a, "w", "3", "{}")));
    }

    // Bad input

    @Test
    void badInputIsNamed() {
        TestClient a = here.connect();
        for (String id : List.of("", "x".repeat(257), "a\u0000b", "line\nbreak")) {
            String payload = "{\"recordId\":" + Json.quote(id) + ",\"newValue\":1}";
            assertEquals("ENAME", code(a.call("mesh/subscribe-record", payload)), id);
            assertEquals("ENAME", code(a.call("mesh/unsubscribe-record", payload)), id);
            assertEquals("ENAME", code(a.call("mesh/publish-record-update", payload)), id);
            assertThrows(InvalidNameException.class, () -> here.mesh.records().write(id, 1));
            assertThrows(InvalidNameException.class, () -> here.mesh.records().get(id));
        }
        for (String bad : List.of("null", "{}", "{\"recordId\":1}")) {
            assertEquals("EPAYLOAD", code(a.call("mesh/subscribe-record", bad)), bad);
        }
        assertEquals("EPAYLOAD", code(a.call("mesh/publish-record-update", "{\"recordId\":\"note:1\"}")));
        JsonObject mode = subscribe(a, "note:1", "both");
        assertEquals("payload.mode: expected full or patch", mode.getString("error"));
        JsonObject strategy = publish(a, "note:1", "1", "{\"strategy\":\"add\"}");
        assertEquals("payload.options.strategy: expected replace, merge or deepMerge", strategy.getString("error"));
        for (String version : List.of("-1", "1.5", "\"1\"", "true")) {
            assertEquals("EPAYLOAD", code(publish(a, "note:1", "1", "{\"expectedVersion\":" + version + "}")), version);
        }
        assertEquals(0, get(here.mesh.records().get("note:1")).version());
    }

    @Test
    void nullCountsAsAbsent() {
        TestClient a = here.connect();
        assertTrue(a.call("mesh/subscribe-record", "{\"recordId\":\"note:1\",\"mode\":null}")
                .asJsonObject()
                .getBoolean("success"));
        assertEquals(
                json("{\"success\":true,\"version\":1}"),
                publish(a, "note:1", "{\"a\":1}", "{\"strategy\":null,\"expectedVersion\":null}"));
        assertEquals(json("{\"success\":true,\"version\":2}"), publish(a, "note:1", "{\"b\":2}", "null"));
        awaitUpdates(
                a,
                "{\"recordId\":\"note:1\",\"full\":{\"a\":1},\"version\":1}",
                "{\"recordId\":\"note:1\",\"full\":{\"b\":2},\"version\":2}");
        assertEquals(
                json("{\"success\":true,\"version\":3}"), publish(a, "note:1", "null", "{\"expectedVersion\":2.0}"));
        assertEquals("ECONFLICT", code(publish(a, "note:1", "1", "{\"expectedVersion\":1e300}")));
        assertEquals(
                Optional.of(JsonValue.NULL),
                get(here.mesh.records().get("note:1")).value());
    }

    @Test
    void globCharactersAreNothingSpecial() {
        TestClient a = here.connect();
        subscribe(a, "note:*?[a-z]{}", "full");
        get(there.mesh.records().write("note:x", 1));
        get(there.mesh.records().write("note:*?[a-z]{}", 2));
        awaitUpdates(a, "{\"recordId\":\"note:*?[a-z]{}\",\"full\":2,\"version\":1}");
    }

    @Test
    void valuesHaveASizeAndADepth() {
        String large = "x".repeat(1 << 20);
        assertEquals(
                "ETOOLARGE",
                assertThrows(CommandException.class, () -> here.mesh.records().write("note:1", large))
                        .code());
        String half = "y".repeat(600_000);
        get(here.mesh.records().write("note:1", Map.of("a", half)));
        assertEquals(
                "ETOOLARGE",
                ((CommandException)
                                failure(here.mesh.records().write("note:1", Map.of("b", half), MergeStrategy.MERGE)))
                        .code());
        assertEquals(2L, get(there.mesh.records().write("note:1", Map.of("b", 1), MergeStrategy.MERGE)));
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> tooDeep = deep;
        assertEquals(
                "ETOODEEP",
                assertThrows(CommandException.class, () -> here.mesh.records().write("note:1", tooDeep))
                        .code());
    }

    // Order and completeness

    @Test
    void theReplyComesBeforeTheFirstUpdateHoweverLateItIs() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CommandMiddleware late = (context, chain) -> context.command().equals("mesh/subscribe-record")
                ? chain.proceed().thenCompose(result -> gate.thenApply(done -> result))
                : chain.proceed();
        here.mesh.commands().use(late);
        TestClient a = here.connect();
        TestClient witness = there.connect();
        if (hasSeveral()) {
            subscribe(witness, "note:1", "full");
        }
        long id = a.request("mesh/subscribe-record", "{\"recordId\":\"note:1\",\"mode\":\"patch\"}");
        Eventually.holds(() -> a.connection().topics().count() == 1);
        for (int i = 1; i <= 3; i++) {
            get(there.mesh.records().write("note:1", Map.of("i", i)));
        }
        assertEquals(List.of(), updates(a));
        gate.complete(null);
        long version = a.reply(id).asJsonObject().getJsonNumber("version").longValue();
        RecordFollower follower = new RecordFollower(a, "note:1");
        Eventually.holds(() -> follower.version() == 3);
        assertTrue(version <= 3);
        assertEquals(json("{\"i\":3}"), follower.value());
    }

    @Test
    void aSubscriptionWhoseReplyBecomesAnErrorEnds() {
        here.mesh.commands().use((context, chain) -> chain.proceed().thenApply(result -> {
            throw new CommandException("EMINE", "no");
        }));
        TestClient a = here.connect();
        assertEquals("EMINE", code(a.call("mesh/subscribe-record", "{\"recordId\":\"note:1\"}")));
        Eventually.holds(() -> a.connection().topics().count() == 0);
        get(there.mesh.records().write("note:1", 1));
        assertEquals(List.of(), updates(a));
    }

    @Test
    void nothingIsLostOrDoubledWhileSubscribingUnderConstantWrites() {
        AtomicBoolean writing = new AtomicBoolean(true);
        CompletableFuture<Void> writers = CompletableFuture.allOf(List.of(here, there).stream()
                .map(instance -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; writing.get(); i++) {
                        get(instance.mesh.records().write("note:1", Map.of("k" + i % 7, i), MergeStrategy.MERGE));
                    }
                }))
                .toArray(CompletableFuture[]::new));
        List<RecordFollower> followers = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                TestClient client = (i % 2 == 0 ? here : there).connect();
                subscribe(client, "note:1", i % 4 < 2 ? "patch" : "full");
                followers.add(new RecordFollower(client, "note:1"));
            }
        } finally {
            writing.set(false);
        }
        get(writers);
        RecordSnapshot last = get(here.mesh.records().get("note:1"));
        for (RecordFollower follower : followers) {
            Eventually.holds(() -> follower.version() == last.version());
            assertEquals(last.value().orElseThrow(), follower.value());
            assertEquals(0, follower.gaps());
        }
    }

    @Test
    void concurrentMergesOnAllInstancesLoseNothing() {
        int writers = 8;
        int each = 100;
        List<RecordFollower> followers = new ArrayList<>();
        for (TestInstance instance : List.of(here, there)) {
            for (String mode : List.of("patch", "full")) {
                TestClient client = instance.connect();
                subscribe(client, "note:1", mode);
                followers.add(new RecordFollower(client, "note:1"));
            }
        }
        CompletableFuture<?>[] done = IntStream.range(0, writers)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    TestInstance instance = writer % 2 == 0 ? here : there;
                    List<CompletionStage<Long>> written = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        written.add(instance.mesh
                                .records()
                                .write("note:1", Map.of("w" + writer + "-" + i, i), MergeStrategy.MERGE));
                    }
                    written.forEach(Eventually::get);
                }))
                .toArray(CompletableFuture[]::new);
        get(CompletableFuture.allOf(done));
        RecordSnapshot last = get(here.mesh.records().get("note:1"));
        assertEquals(writers * each, last.version());
        assertEquals(writers * each, last.value().orElseThrow().asJsonObject().size());
        for (RecordFollower follower : followers) {
            Eventually.holds(() -> follower.version() == last.version());
            assertEquals(last.value().orElseThrow(), follower.value());
            assertEquals(0, follower.gaps());
        }
    }

    @Test
    void whoDoesNotReadIsSentTheLastValueWhenItDoes() {
        ManualTransport transport = new ManualTransport();
        Connection slow = here.connect(transport);
        RecordFollower other = new RecordFollower(here.connect(), "note:1");
        subscribe(other.client(), "note:1", "patch");
        here.mesh.text(
                slow,
                "{\"id\":1,\"command\":\"mesh/subscribe-record\",\"payload\":{\"recordId\":\"note:1\",\"mode\":\"patch\"}}");
        Eventually.holds(() -> transport.sent().size() == 2);
        transport.hold();
        int writes = 10_000;
        CompletionStage<Long> last = null;
        for (int i = 1; i <= writes; i++) {
            last = there.mesh.records().write("note:1", Map.of("i", i));
            if (i % 1000 == 0) {
                get(last);
            }
        }
        assertEquals(writes, get(last));
        Eventually.holds(() -> other.client().events("mesh/record-update").size() == writes);
        assertTrue(slow.isOpen());
        assertEquals(List.of(), transport.closeCodes());
        Eventually.holds(() -> {
            transport.release();
            here.mesh.tick();
            List<String> sent = transport.sent();
            return sent.get(sent.size() - 1).contains("\"version\":" + writes + "}");
        });
        assertTrue(transport.sent().size() < 1000, "" + transport.sent().size());
        assertTrue(transport.sent().get(transport.sent().size() - 1).contains("\"full\":{\"i\":" + writes + "}"));
        get(there.mesh.records().write("note:1", Map.of("i", 0)));
        Eventually.holds(() -> {
            transport.release();
            List<String> sent = transport.sent();
            return sent.get(sent.size() - 1).contains("\"patch\"");
        });
    }

    @Test
    void writesOfOneThreadTakeEffectInTheirOrder() {
        List<CompletionStage<Long>> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            written.add(here.mesh.records().write("note:1", i));
        }
        for (int i = 0; i < 300; i++) {
            assertEquals(i + 1L, get(written.get(i)));
        }
        assertEquals(
                Optional.of(json("299")),
                get(there.mesh.records().get("note:1")).value());
        assertEquals(
                IntStream.range(0, 300).mapToObj(Integer::toString).toList(),
                here.recordsChanged.stream().map(e -> e.value().toString()).toList());
    }
}
