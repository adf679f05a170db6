package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.protocol.Change;
import io.meshws.protocol.Change.Operation;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Access to records, on every engine. */
abstract class RecordAccessContract extends RecordsSetting {
    private static final String NOT_WRITABLE = "is not writable by this connection";

    @Test
    void anUnexposedRecordIsRefusedInTheWordsOfAGuard() {
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
    void aWritableRecordIsReadableUnlessAGuardForReadingSaysElse() {
        TestClient a = here.connect();
        Guard onlyA = Guard.async((connection, id) ->
                CompletableFuture.supplyAsync(() -> connection.id().equals(a.id())));
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

    private static JsonObject change(TestClient client, String recordId, String... operations) {
        String changes = Stream.of(operations)
                .map(op -> "{\"op\":\"" + op + "\",\"path\":\"/n\",\"value\":1}")
                .collect(Collectors.joining(",", "[", "]"));
        return changes(client, recordId, changes);
    }

    private static JsonObject changes(TestClient client, String recordId, String changes) {
        return client.call(
                        "mesh/publish-record-update", "{\"recordId\":\"" + recordId + "\",\"changes\":" + changes + "}")
                .asJsonObject();
    }

    @Test
    void changesAreClosedUntilTheyAreExposedAndThenOnlyTheNamedOperations() {
        TestClient a = here.connect();
        for (String id : List.of("vote:1", "stat:1")) {
            JsonObject refused = change(a, id, "increment");
            assertEquals("EFORBIDDEN", refused.getString("code"));
            assertEquals(
                    "Record \"" + id + "\" is not open to this connection for increment of \"/n\"",
                    refused.getString("error"));
        }
        here.mesh.records().exposeChanges(Pattern.compile("vote:.*"), Set.of(Operation.INCREMENT, Operation.PUSH));
        assertEquals(json("{\"success\":true,\"version\":1}"), change(a, "vote:1", "increment", "increment"));
        JsonObject refused = change(a, "vote:1", "increment", "set", "remove");
        assertEquals("EFORBIDDEN", refused.getString("code"));
        assertEquals("Record \"vote:1\" is not open to this connection for set of \"/n\"", refused.getString("error"));
        assertEquals("EFORBIDDEN", code(publish(a, "vote:1", "{\"n\":1000}", "{}")));
        assertEquals(json("{\"success\":true,\"record\":{\"n\":2},\"version\":1}"), subscribe(a, "vote:1", "full"));
        // A client that may write may also change.
        here.mesh
                .records()
                .exposeWritable("vote:1", (connection, id) -> connection.id().equals(a.id()));
        assertTrue(change(a, "vote:1", "set").getBoolean("success"));
        TestClient b = here.connect();
        assertEquals("EFORBIDDEN", code(change(b, "vote:1", "set")));
        assertTrue(change(b, "vote:1", "increment").getBoolean("success"));
        assertEquals("EFORBIDDEN", code(change(b, "vote:2", "remove")));
        assertThrows(IllegalArgumentException.class, () -> here.mesh.records().exposeChanges("x", Set.of()));
    }

    @Test
    void guardsDecideWhoChangesAndReads() {
        TestClient a = here.connect();
        TestClient b = here.connect();
        Guard onlyA = Guard.async((connection, id) ->
                CompletableFuture.supplyAsync(() -> connection.id().equals(a.id())));
        here.mesh.records().exposeChanges("vote:1", onlyA, Set.of(Operation.INCREMENT));
        assertTrue(change(a, "vote:1", "increment").getBoolean("success"));
        assertEquals("EFORBIDDEN", code(change(b, "vote:1", "increment")));
        assertTrue(subscribe(a, "vote:1", "full").getBoolean("success"));
        assertFalse(subscribe(b, "vote:1", "full").getBoolean("success"));
        here.mesh.records().expose("vote:1");
        assertTrue(subscribe(b, "vote:1", "full").getBoolean("success"));
        assertEquals("EFORBIDDEN", code(change(b, "vote:1", "increment")));
    }

    @Test
    void aGuardForChangesIsAskedAboutReadingToo() {
        TestClient writer = here.connect();
        TestClient voter = here.connect();
        TestClient stranger = here.connect();
        here.mesh
                .records()
                .exposeWritable("vote:1", (connection, id) -> connection.id().equals(writer.id()));
        here.mesh
                .records()
                .exposeChanges(
                        "vote:1", (connection, id) -> connection.id().equals(voter.id()), Set.of(Operation.INCREMENT));
        assertTrue(subscribe(writer, "vote:1", "full").getBoolean("success"));
        assertTrue(subscribe(voter, "vote:1", "full").getBoolean("success"));
        assertFalse(subscribe(stranger, "vote:1", "full").getBoolean("success"));
    }

    @Test
    void aPushThatKeepsSomeRemovesOthers() {
        TestClient a = here.connect();
        get(here.mesh.records().write("log", List.of(1, 2)));
        String push = "[{\"op\":\"push\",\"path\":\"\",\"value\":3,\"keep\":1}]";
        here.mesh.records().exposeChanges("log", Set.of(Operation.PUSH, Operation.INCREMENT));
        JsonObject refused = changes(a, "log", push);
        assertEquals("EFORBIDDEN", refused.getString("code"));
        assertEquals(
                "Record \"log\" is not open to this connection for push of \"\" with keep", refused.getString("error"));
        assertEquals(1, get(here.mesh.records().get("log")).version());
        for (Operation removing : List.of(Operation.REMOVE, Operation.PULL)) {
            here.mesh.records().exposeChanges("log", Set.of(Operation.PUSH, removing));
            assertTrue(changes(a, "log", push).getBoolean("success"));
        }
    }

    @Test
    void aGuardSeesTheChanges() {
        TestClient a = here.connect();
        Pattern votes = Pattern.compile("vote:.*");
        here.mesh.records().exposeChanges(votes, (caller, id, changes) -> changes.stream()
                .allMatch(change -> change instanceof Change.Increment more
                                && more.path().startsWith("/n")
                                && more.by().equals(BigDecimal.ONE)
                        || change instanceof Change.Push push
                                && push.keep() == 2
                                && push.value() instanceof JsonString));
        String one = "{\"op\":\"increment\",\"path\":\"/n\"}";
        String text = "{\"op\":\"push\",\"path\":\"/l\",\"value\":\"x\",\"keep\":2}";
        assertTrue(changes(a, "vote:1", "[" + one + "," + text + "]").getBoolean("success"));
        for (String bad : List.of(
                one.replace("/n", "/m"),
                one.replace("}", ",\"by\":1.5}"),
                one.replace("}", ",\"by\":-1}"),
                text.replace(":2", ":1"),
                text.replace(",\"keep\":2", ""),
                text.replace("\"x\"", "5"),
                "{\"op\":\"set\",\"path\":\"/n\",\"value\":7}")) {
            assertEquals("EFORBIDDEN", code(changes(a, "vote:1", "[" + one + "," + bad + "]")), bad);
        }
        assertEquals(
                json("{\"success\":true,\"record\":{\"n\":1,\"l\":[\"x\"]},\"version\":1}"),
                subscribe(a, "vote:1", "full"));
        here.mesh.records().exposeChanges(votes, (caller, id, changes) -> !changes.isEmpty());
        assertFalse(subscribe(a, "vote:2", "full").getBoolean("success"));
        assertTrue(change(a, "vote:2", "set").getBoolean("success"));
        here.mesh.records().exposeChanges(votes, (caller, id, changes) -> {
            throw new IllegalStateException("broken");
        });
        assertEquals("EFORBIDDEN", code(change(a, "vote:2", "set")));
        assertTrue(here.mesh.records().unexposeChanges(votes));
    }

    @Test
    void exposuresOfChangesAreTakenBack() {
        TestClient a = here.connect();
        Pattern votes = Pattern.compile("vote:.*");
        here.mesh.records().exposeChanges(votes, Set.of(Operation.INCREMENT));
        here.mesh.records().exposeChanges("vote:1", Set.of(Operation.INCREMENT));
        assertTrue(subscribe(a, "vote:1", "full").getBoolean("success"));
        assertTrue(here.mesh.records().unexposeChanges("vote:1"));
        assertFalse(here.mesh.records().unexposeChanges("vote:1"));
        assertTrue(change(a, "vote:1", "increment").getBoolean("success"));
        assertEquals(List.of(), a.events("mesh/unsubscribed"));
        assertTrue(here.mesh.records().unexposeChanges(Pattern.compile("vote:.*")));
        assertEquals(json("{\"recordId\":\"vote:1\"}"), a.event("mesh/unsubscribed"));
        assertEquals("EFORBIDDEN", code(change(a, "vote:1", "increment")));
        here.mesh.records().exposeChanges("vote:1", Set.of(Operation.INCREMENT));
        assertTrue(here.mesh.records().unexpose("vote:1"));
        assertEquals("EFORBIDDEN", code(change(a, "vote:1", "increment")));
    }
}
