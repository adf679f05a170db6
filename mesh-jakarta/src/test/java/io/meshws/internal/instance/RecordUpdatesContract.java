package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.CommandException;
import io.meshws.RecordSnapshot;
import io.meshws.Records;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The promises about functions that write records, on every engine. */
abstract class RecordUpdatesContract extends RecordsSetting {
    @Test
    void updateWritesTheResultOfTheFunction() {
        Records records = here.mesh.records();
        assertEquals(
                new RecordSnapshot("note:1", Optional.of(json("{\"n\":1}")), 1),
                get(records.update("note:1", JsonObject.class, old -> {
                    assertEquals(Optional.empty(), old);
                    return json("{\"n\":1}").asJsonObject();
                })));
        assertEquals(
                Optional.of(json("{\"n\":1,\"m\":2}")),
                get(records.update("note:1", JsonObject.class, old -> Json.object()
                                .add("n", old.orElseThrow().get("n"))
                                .add("m", 2)
                                .build()))
                        .value());
        assertEquals(
                2,
                get(records.updateExisting("note:1", JsonObject.class, old -> old))
                        .version());
        refused(
                "ENOTFOUND",
                "Record \"note:none\" has no value",
                records.updateExisting("note:none", String.class, old -> "new"));
        CommandException misfit =
                assertInstanceOf(CommandException.class, failure(records.update("note:1", Integer.class, old -> 1)));
        assertEquals("ETYPE", misfit.code());
        assertTrue(misfit.getMessage().startsWith("Record \"note:1\" does not fit java.lang.Integer: "));
        IllegalStateException broken = new IllegalStateException("on purpose");
        assertEquals(broken, failure(records.update("note:1", JsonObject.class, old -> {
            throw broken;
        })));
        assertEquals(2, readThere("note:1").version());
        assertEquals(3, get(records.change("note:1", Change.increment("/n"))).version());
    }

    @Test
    void updateIsComputedAgainWithTheValueThatWon() {
        assumeTrue(hasSeveral());
        get(here.mesh.records().write("note:1", 1));
        List<Integer> seen = new ArrayList<>();
        RecordSnapshot end = get(here.mesh.records().updateExisting("note:1", Integer.class, old -> {
            seen.add(old);
            if (seen.size() < 3) {
                get(there.mesh.records().change("note:1", Change.increment("", 10)));
            }
            return old + 100;
        }));
        assertEquals(List.of(1, 11, 21), seen);
        assertEquals(new RecordSnapshot("note:1", Optional.of(json("121")), 4), end);
    }

    @Test
    void updatesFromEverywhereAllTakeEffect() {
        List<CompletionStage<RecordSnapshot>> updates = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (Records records : List.of(here.mesh.records(), there.mesh.records())) {
                updates.add(records.update("note:1", Integer.class, old -> old.orElse(0) + 1));
                updates.add(records.change("note:1", Change.increment("")));
            }
        }
        updates.forEach(Eventually::get);
        assertEquals(new RecordSnapshot("note:1", Optional.of(json("400")), 400), readThere("note:1"));
    }
}
