package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.protocol.Change.Operation;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Access to records, whatever the engine. */
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
        // Who may write may change.
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
