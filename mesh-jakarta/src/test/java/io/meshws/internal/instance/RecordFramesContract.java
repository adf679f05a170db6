package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.RecordRemoved;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordFollower;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The form in which subscribers get values, and which values are accepted, on every engine. */
abstract class RecordFramesContract extends RecordsSetting {
    private static final String PATCH_OF_NOTHING =
            "{\"recordId\":\"note:1\",\"patch\":[{\"op\":\"add\",\"path\":\"/count\",\"value\":1}],\"version\":%d}";

    private TestClient full;
    private TestClient patch;

    @BeforeEach
    void subscribe() {
        full = here.connect();
        patch = there.connect();
        subscribe(full, "note:1", "full");
        subscribe(patch, "note:1", "patch");
    }

    @Test
    void aFirstObjectReachesPatchSubscribersAsAPatchOfTheEmptyObject() {
        publish(here.connect(), "note:1", "{\"count\":1}", "{}");
        awaitUpdates(patch, PATCH_OF_NOTHING.formatted(1));
        awaitUpdates(full, "{\"recordId\":\"note:1\",\"full\":{\"count\":1},\"version\":1}");
        get(there.mesh.records().delete("note:1"));
        get(there.mesh.records().write("note:1", Map.of("count", 1), MergeStrategy.DEEP_MERGE));
        awaitUpdates(patch, PATCH_OF_NOTHING.formatted(1), PATCH_OF_NOTHING.formatted(3));
        assertEquals(json("{\"count\":1}"), new RecordFollower(patch, "note:1").value());
        assertEquals(json("{\"recordId\":\"note:1\",\"version\":2}"), patch.event("mesh/record-deleted"));
    }

    @Test
    void aLongFirstValueIsPatchedTooUnlessThatIsLonger() {
        String longText = "x".repeat(5_000);
        get(here.mesh.records().write("note:1", Map.of("text", longText)));
        Eventually.holds(() -> updates(patch).size() == 1);
        assertTrue(updates(patch).get(0).asJsonObject().containsKey("patch"));
        assertEquals(json("{\"text\":\"" + longText + "\"}"), new RecordFollower(patch, "note:1").value());
        get(here.mesh.records().delete("note:1"));
        get(here.mesh
                .records()
                .write(
                        "note:1",
                        json(IntStream.range(0, 200)
                                .mapToObj(i -> "\"" + i + "\":" + i)
                                .collect(Collectors.joining(",", "{", "}")))));
        Eventually.holds(() -> updates(patch).size() == 2);
        assertTrue(updates(patch).get(1).asJsonObject().containsKey("full"));
    }

    @Test
    void anyOtherFirstValueComesInFull() {
        long version = 0;
        for (String value : List.of("{}", "[]", "[1]", "1", "null", "\"text\"")) {
            get(here.mesh.records().write("note:1", json(value)));
            get(there.mesh.records().delete("note:1"));
            version += 2;
            int count = (int) version / 2;
            Eventually.holds(() -> updates(patch).size() == count);
            assertEquals(
                    json("{\"recordId\":\"note:1\",\"full\":" + value + ",\"version\":" + (version - 1) + "}"),
                    updates(patch).get(count - 1));
        }
    }

    @Test
    void anEmptyObjectIsAVersionAndPatchedOnwards() {
        get(here.mesh.records().write("note:1", Map.of()));
        get(there.mesh.records().write("note:1", Map.of("count", 1)));
        awaitUpdates(patch, "{\"recordId\":\"note:1\",\"full\":{},\"version\":1}", PATCH_OF_NOTHING.formatted(2));
    }

    @Test
    void aSmallWriteMakesNoHugeUpdate() {
        String zeros = "{\"" + "/".repeat(505) + "\":[" + "0,".repeat(254) + "0]}";
        String ones = zeros.replace('0', '1');
        TestClient writer = here.connect();
        for (int i = 0; i < 10; i++) {
            publish(writer, "note:1", i % 2 == 0 ? zeros : ones, "{}");
        }
        Eventually.holds(() -> updates(patch).size() == 10);
        for (JsonValue update : updates(patch)) {
            assertTrue(
                    update.toString().length() < zeros.length() + 1024 + 100,
                    () -> update.toString().length() + "");
        }
        assertEquals(json(ones), new RecordFollower(patch, "note:1").value());
    }

    @Test
    void anObserverOfADeletionIsToldTheRemovedValue() {
        get(here.mesh.records().write("note:1", Map.of("a", 1)));
        get(here.mesh.records().delete("note:1"));
        String large = "x".repeat(100_000);
        get(there.mesh.records().write("note:1", large));
        get(here.mesh.records().delete("note:1"));
        assertEquals(
                List.of(
                        new RecordRemoved("note:1", json("{\"a\":1}"), 2),
                        new RecordRemoved("note:1", Json.string(large), 4)),
                here.recordsRemoved);
    }

    @Test
    void theLengthThatIsCountedIsThatOfTheFrameThatIsSent() {
        TestClient writer = here.connect();
        // Each of the first two is sent as an escape of six characters.
        for (String character : List.of("\\u0001", "\\ud83d")) {
            String value = "\"" + character.repeat((1 << 20) / 6 + 1) + "\"";
            assertEquals("ETOOLARGE", code(publish(writer, "note:1", value, "{}")));
        }
        assertEquals(
                "ETOOLARGE",
                assertThrows(
                                CommandException.class,
                                () -> here.mesh.records().write("note:1", "\u0001".repeat(180_000)))
                        .code());
        assertAccepted(publish(writer, "note:1", "\"" + "€".repeat(1_000_000) + "\"", "{}"));
    }

    /** The frame of the publication nests as deep as frames may. */
    @Test
    void acceptedValuesCanBeReadInEveryFrame() {
        TestClient writer = here.connect();
        publish(writer, "note:1", "{\"a\":{}}", "{}");
        assertEquals("ETOODEEP", code(publish(writer, "note:1", nested(62), "{}")));
        assertEquals("ETOODEEP", code(publish(writer, "note:1", nested(61), "{}")));
        assertAccepted(publish(writer, "note:1", nested(60), "{}"));
        String long9 = "1" + "0".repeat(500) + "e9";
        assertAccepted(publish(writer, "note:1", "{\"a\":{\"a\":" + long9 + "}}", "{}"));
        subscribe(there.connect(), "note:1", "full");
        Eventually.holds(() -> updates(patch).size() == 3 && updates(full).size() == 3);
        assertEquals(List.of(), there.unreadable());
        assertEquals(List.of(), here.unreadable());
    }

    private static void assertAccepted(JsonObject reply) {
        assertTrue(reply.getBoolean("success", false), reply::toString);
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }
}
