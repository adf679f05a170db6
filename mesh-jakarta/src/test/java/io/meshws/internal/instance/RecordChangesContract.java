package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.RecordConflictException;
import io.meshws.RecordSnapshot;
import io.meshws.Records;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about operations on records, on every engine. */
abstract class RecordChangesContract extends RecordsSetting {
    private static JsonObject change(TestClient client, String recordId, String changes, String options) {
        return client.call(
                        "mesh/publish-record-update",
                        "{\"recordId\":" + Json.quote(recordId) + ",\"changes\":" + changes + ",\"options\":" + options
                                + "}")
                .asJsonObject();
    }

    @Test
    void severalChangesAreOneVersionAndOnePatch() {
        TestClient patch = there.connect();
        TestClient full = there.connect();
        subscribe(patch, "note:1", "patch");
        subscribe(full, "note:1", "full");
        RecordSnapshot first = get(here.mesh
                .records()
                .change("note:1", Change.increment("/online", 1), Change.push("/messages", "Hello")));
        assertEquals(
                new RecordSnapshot("note:1", Optional.of(json("{\"online\":1,\"messages\":[\"Hello\"]}")), 1), first);
        JsonObject reply = change(
                here.connect(),
                "note:1",
                "[{\"op\":\"increment\",\"path\":\"/online\"},{\"op\":\"set\",\"path\":\"/config/theme\",\"value\":\"dark\"},"
                        + "{\"op\":\"push\",\"path\":\"/messages\",\"value\":{\"text\":\"Hi\"},\"keep\":1}]",
                "{}");
        assertEquals(json("{\"success\":true,\"version\":2}"), reply);
        String after = "{\"online\":2,\"messages\":[{\"text\":\"Hi\"}],\"config\":{\"theme\":\"dark\"}}";
        awaitUpdates(
                full,
                "{\"recordId\":\"note:1\",\"full\":{\"online\":1,\"messages\":[\"Hello\"]},\"version\":1}",
                "{\"recordId\":\"note:1\",\"full\":" + after + ",\"version\":2}");
        awaitUpdates(
                patch,
                "{\"recordId\":\"note:1\",\"patch\":[{\"op\":\"add\",\"path\":\"/online\",\"value\":1},"
                        + "{\"op\":\"add\",\"path\":\"/messages\",\"value\":[\"Hello\"]}],\"version\":1}",
                "{\"recordId\":\"note:1\",\"patch\":[{\"op\":\"replace\",\"path\":\"/online\",\"value\":2},"
                        + "{\"op\":\"replace\",\"path\":\"/messages/0\",\"value\":{\"text\":\"Hi\"}},"
                        + "{\"op\":\"add\",\"path\":\"/config\",\"value\":{\"theme\":\"dark\"}}],\"version\":2}");
        assertEquals(new RecordSnapshot("note:1", Optional.of(json(after)), 2), readThere("note:1"));
        assertEquals(
                List.of(1L, 2L),
                here.recordsChanged.stream().map(event -> event.version()).toList());
    }

    @Test
    void everyOperationWorksFromServerAndClient() {
        Records records = here.mesh.records();
        get(records.change("note:1", Change.set("/a/b", 1), Change.patch("/o", Map.of("x", 1, "y", 2))));
        get(records.change("note:1", Change.push("/l", 1), Change.push("/l", 2), Change.push("/l", Map.of("id", 7))));
        get(records.change("note:1", Change.pull("/l", 1), Change.pullWhere("/l", "/id", 7), Change.remove("/o/x")));
        assertEquals(
                Optional.of(json("{\"a\":{\"b\":1},\"o\":{\"y\":2},\"l\":[2]}")),
                readThere("note:1").value());
        change(
                here.connect(),
                "note:2",
                "[{\"op\":\"set\",\"path\":\"/a/b\",\"value\":1},{\"op\":\"patch\",\"path\":\"/o\",\"value\":{\"x\":1,\"y\":2}},"
                        + "{\"op\":\"push\",\"path\":\"/l\",\"value\":1},{\"op\":\"push\",\"path\":\"/l\",\"value\":2},"
                        + "{\"op\":\"push\",\"path\":\"/l\",\"value\":{\"id\":7}},{\"op\":\"pull\",\"path\":\"/l\",\"value\":1},"
                        + "{\"op\":\"pull\",\"path\":\"/l\",\"member\":\"/id\",\"value\":7},{\"op\":\"remove\",\"path\":\"/o/x\"}]",
                "null");
        assertEquals(readThere("note:1").value(), readThere("note:2").value());
        assertEquals(1, readThere("note:2").version());
    }

    @Test
    void aRefusedChangeChangesNothingAndNamesThePath() {
        TestClient a = here.connect();
        Records records = here.mesh.records();
        get(records.write("note:1", json("{\"t\":\"text\",\"l\":[1]}")));
        subscribe(a, "note:1", "full");
        String wrongType = "Record \"note:1\": changes[1]: increment of \"/t\": there is a string, not a number";
        refused("ETYPE", wrongType, records.change("note:1", Change.increment("/n"), Change.increment("/t")));
        JsonObject reply = change(
                a, "note:1", "[{\"op\":\"increment\",\"path\":\"/n\"},{\"op\":\"increment\",\"path\":\"/t\"}]", "{}");
        assertEquals("ETYPE", reply.getString("code"));
        assertEquals("ChangeError", reply.getString("name"));
        assertEquals(wrongType, reply.getString("error"));
        refused(
                "ENOTFOUND",
                "Record \"note:1\": changes[0]: set of \"/l/9\": the array has no element 9",
                records.change("note:1", Change.set("/l/9", 1)));
        refused(
                "ETOOLARGE",
                "The value of a record must not be longer than 1048576 characters",
                records.change("note:1", Change.set("/a", "x".repeat(600_000)), Change.set("/b", "x".repeat(600_000))));
        refused(
                "ETOODEEP",
                "The value of a record is refused: Nested deeper than 60 levels",
                records.change("note:1", Change.set("/a".repeat(61), 1)));
        assertEquals(
                new RecordSnapshot("note:1", Optional.of(json("{\"t\":\"text\",\"l\":[1]}")), 1), readThere("note:1"));
        assertEquals(List.of(), updates(a));
    }

    @Test
    void aRefusalConcernsOneOfThoseThatWaitTogether() {
        List<CompletionStage<RecordSnapshot>> changes = IntStream.range(0, 50)
                .mapToObj(i -> here.mesh
                        .records()
                        .change("note:1", i % 5 == 4 ? Change.push("/n", 1) : Change.increment("/n")))
                .toList();
        for (int i = 0; i < 50; i++) {
            if (i % 5 == 4) {
                assertEquals("ETYPE", ((CommandException) failure(changes.get(i))).code());
            } else {
                get(changes.get(i));
            }
        }
        assertEquals(new RecordSnapshot("note:1", Optional.of(json("{\"n\":40}")), 40), readThere("note:1"));
    }

    @Test
    void malformedChangesAreRefusedAtOnce() {
        Records records = here.mesh.records();
        for (Change bad : List.of(
                Change.set("a", 1), Change.remove(""), Change.patch("/a", List.of()), Change.pullWhere("/a", "b", 1))) {
            assertEquals(
                    "EPAYLOAD",
                    assertThrows(CommandException.class, () -> records.change("note:1", bad))
                            .code());
        }
        Change[] tooMany = Collections.nCopies(65, Change.increment("/n")).toArray(Change[]::new);
        for (Change[] changes : List.of(tooMany, new Change[0])) {
            CommandException refusal = assertThrows(CommandException.class, () -> records.change("note:1", changes));
            assertEquals("changes: expected an array of 1 to 64 changes", refusal.getMessage());
        }
        assertThrows(InvalidNameException.class, () -> records.change("", Change.increment("/n")));
        assertThrows(NullPointerException.class, () -> records.change("note:1", Change.increment("/n"), null));
        TestClient a = here.connect();
        String one = "{\"op\":\"increment\",\"path\":\"/n\"}";
        for (String bad : List.of("1", "{}", "[]", "[" + (one + ",").repeat(64) + one + "]", "[{}]")) {
            assertEquals("EPAYLOAD", code(change(a, "note:1", bad, "{}")), bad);
        }
        assertEquals(
                "payload.options.strategy: expected nothing beside payload.changes",
                change(a, "note:1", "[" + one + "]", "{\"strategy\":\"merge\"}").getString("error"));
        assertEquals(
                "payload.newValue: expected nothing beside payload.changes",
                a.call(
                                "mesh/publish-record-update",
                                "{\"recordId\":\"note:1\",\"newValue\":1,\"changes\":[" + one + "]}")
                        .asJsonObject()
                        .getString("error"));
        assertEquals("ENAME", code(change(a, "", "[" + one + "]", "{}")));
        assertEquals(0, readThere("note:1").version());
        assertEquals(
                json("{\"success\":true,\"version\":1}"),
                change(a, "note:1", "[" + (one + ",").repeat(63) + one + "]", "{}"));
        assertEquals(Optional.of(json("{\"n\":64}")), readThere("note:1").value());
    }

    @Test
    void aChangeWithoutEffectIsNoVersion() {
        TestClient a = there.connect();
        Records records = here.mesh.records();
        get(records.write("note:1", json("{\"n\":1,\"l\":[1,1]}")));
        subscribe(a, "note:1", "full");
        for (Change nothing : List.of(
                Change.set("/n", 1.0),
                Change.increment("/n", 0),
                Change.remove("/x/y"),
                Change.pull("/l", 2),
                Change.patch("", Map.of("n", 1)),
                Change.push("/l", 1).keep(2))) {
            assertEquals(1, get(records.change("note:1", nothing)).version(), nothing.toString());
        }
        assertEquals(
                new RecordSnapshot("note:none", Optional.empty(), 0),
                get(records.change("note:none", Change.remove("/a"), Change.pull("/l", 1))));
        assertEquals(2, get(records.change("note:1", Change.increment("/n"))).version());
        awaitUpdates(a, "{\"recordId\":\"note:1\",\"full\":{\"n\":2,\"l\":[1,1]},\"version\":2}");
    }

    @Test
    void changesMayExpectAVersion() {
        Records records = here.mesh.records();
        TestClient a = here.connect();
        assertEquals(1, get(records.change("note:1", 0, Change.increment("/n"))).version());
        assertEquals(
                2,
                get(there.mesh.records().change("note:1", 1, Change.increment("/n")))
                        .version());
        RecordConflictException lost = assertInstanceOf(
                RecordConflictException.class, failure(records.change("note:1", 1, Change.increment("/n"))));
        assertEquals(2, lost.currentVersion());
        String increment = "[{\"op\":\"increment\",\"path\":\"/n\"}]";
        assertEquals("ECONFLICT", code(change(a, "note:1", increment, "{\"expectedVersion\":1}")));
        assertEquals(
                json("{\"success\":true,\"version\":3}"), change(a, "note:1", increment, "{\"expectedVersion\":2}"));
        assertEquals(Optional.of(json("{\"n\":3}")), readThere("note:1").value());
    }

    @Test
    void changesFromEverywhereAllTakeEffect() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        List<CompletionStage<RecordSnapshot>> changes = new ArrayList<>();
        List<Long> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            changes.add(here.mesh
                    .records()
                    .change(
                            "note:1",
                            Change.increment("/n"),
                            Change.push("/l", i).keep(10)));
            changes.add(there.mesh.records().change("note:1", Change.increment("/n", 2)));
            String payload = "{\"recordId\":\"note:1\",\"changes\":[{\"op\":\"increment\",\"path\":\"/n\",\"by\":3}]}";
            requests.add((i % 2 == 0 ? a : b).request("mesh/publish-record-update", payload));
        }
        changes.forEach(Eventually::get);
        for (int i = 0; i < 200; i++) {
            assertTrue(
                    (i % 2 == 0 ? a : b).reply(requests.get(i)).asJsonObject().getBoolean("success"));
        }
        RecordSnapshot end = readThere("note:1");
        assertEquals(600, end.version());
        JsonObject value = end.value().orElseThrow().asJsonObject();
        assertEquals(200 * (1 + 2 + 3), value.getInt("n"));
        assertEquals(
                IntStream.range(190, 200).boxed().toList(),
                value.getJsonArray("l").getValuesAs(JsonNumber::intValue));
    }

    @Test
    void aPushWithACapCostsSubscribersNoMoreThanItsPatch() {
        String message = "{\"user\":{\"id\":7},\"text\":\"" + "x".repeat(60) + "\",\"at\":";
        List<JsonValue> many =
                IntStream.range(0, 5_000).mapToObj(i -> json(message + i + "}")).toList();
        get(here.mesh.records().write("note:1", Map.of("messages", many)));
        TestClient a = there.connect();
        subscribe(a, "note:1", "patch");
        get(here.mesh
                .records()
                .change(
                        "note:1",
                        Change.push("/messages", json(message + "5000}")).keep(5_000)));
        awaitUpdates(
                a,
                "{\"recordId\":\"note:1\",\"patch\":[{\"op\":\"remove\",\"path\":\"/messages/0\"},"
                        + "{\"op\":\"add\",\"path\":\"/messages/4999\",\"value\":" + message
                        + "5000}}],\"version\":2}");
    }
}
