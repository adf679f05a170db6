package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.RecordConflictException;
import io.meshws.RecordSnapshot;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The promises about writing and following records, on every engine. */
abstract class RecordsContract extends RecordsSetting {
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
    void theModeIsFullByDefaultAndTheLastOneCounts() {
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
        awaitUpdates(
                a, "{\"recordId\":\"note:1\",\"patch\":[{\"op\":\"add\",\"path\":\"/a\",\"value\":1}],\"version\":1}");
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
        // A stale memory of the record must not refuse a correct write.
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
        awaitUpdates(
                patch,
                "{\"recordId\":\"note:1\",\"patch\":[{\"op\":\"add\",\"path\":\"/b\",\"value\":1}],\"version\":3}");
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
        for (String since : List.of("-1", "1.5", "\"1\"", "{}")) {
            String payload = "{\"recordId\":\"note:1\",\"since\":" + since + "}";
            assertEquals("EPAYLOAD", code(a.call("mesh/subscribe-record", payload)), since);
        }
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
        assertTrue(a.call("mesh/subscribe-record", "{\"recordId\":\"note:1\",\"mode\":null,\"since\":null}")
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
}
