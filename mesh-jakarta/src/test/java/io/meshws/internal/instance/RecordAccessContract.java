package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Access to records, whatever the engine. */
abstract class RecordAccessContract extends RecordsSetting {
    private static final String NOT_WRITABLE = "is not writable by this connection";

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
}
