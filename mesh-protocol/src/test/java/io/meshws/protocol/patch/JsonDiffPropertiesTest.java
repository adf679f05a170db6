package io.meshws.protocol.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;

class JsonDiffPropertiesTest {
    @Property
    void aPatchTurnsOneDocumentIntoAnyOther(@ForAll("strangers") Tuple2<JsonStructure, JsonStructure> documents)
            throws PatchFailedException {
        assertPatched(documents);
    }

    @Property
    void aPatchTurnsADocumentIntoItsEditedForm(@ForAll("edited") Tuple2<JsonStructure, JsonStructure> documents)
            throws PatchFailedException {
        assertPatched(documents);
    }

    @Property
    void aPatchIsRightIfMuchOfAnArrayMatchesInManyWays(
            @ForAll("repetitive") Tuple2<JsonStructure, JsonStructure> documents) throws PatchFailedException {
        assertPatched(documents);
    }

    @Test
    void shortListsOfTheSameFewObjectsArePatchedRightly() throws PatchFailedException {
        List<JsonArray> lists = new ArrayList<>(List.of(JsonValue.EMPTY_JSON_ARRAY));
        for (int i = 0; lists.get(i).size() < 5; i++) {
            for (JsonValue last : List.of(JsonValue.TRUE, JsonValue.FALSE)) {
                List<JsonValue> longer = new ArrayList<>(lists.get(i));
                longer.add(last);
                lists.add(Json.array(longer));
            }
        }
        for (JsonArray before : lists) {
            for (JsonArray after : lists) {
                assertPatched(Tuple.of(before, after));
            }
        }
    }

    @Property
    void aDocumentIsEqualToItsOwnTextReadAgain(@ForAll("values") JsonValue value) {
        JsonValue again = Json.readTrusted(value.toString());

        assertEquals(JsonEquality.hash(value, Steps.unlimited()), JsonEquality.hash(again, Steps.unlimited()));
        assertEquals(Difference.Unchanged.UNCHANGED, JsonDiff.between(value, again, 0));
    }

    @Property
    void aPatchIsHardlyLongerThanTheValue(@ForAll("edited") Tuple2<JsonStructure, JsonStructure> documents) {
        String after = documents.get2().toString();

        if (JsonDiff.between(documents.get1(), documents.get2(), after.length() + 40L, Steps.unlimited())
                instanceof Difference.Patch patch) {
            assertTrue(patch.text().length() <= after.length() + 40, patch::text);
        }
    }

    private static void assertPatched(Tuple2<JsonStructure, JsonStructure> documents) throws PatchFailedException {
        JsonStructure before = documents.get1();
        JsonStructure after = documents.get2();
        String beforeText = before.toString();

        // No patch is replaced by a full value.
        Difference change = JsonDiff.between(before, after, Long.MAX_VALUE, Steps.unlimited());

        if (change instanceof Difference.Patch patch) {
            assertFalse(equal(before, after));
            JsonArray operations = Json.readTrusted(patch.text()).asJsonArray();
            assertEquals(patch.text(), operations.toString());
            operations.forEach(JsonDiffPropertiesTest::assertFitForClients);
            assertEqual(after, JsonPatches.apply(before, operations));
            assertEqual(after, Json.provider().createPatch(operations).apply(before));
            assertEquals(beforeText, before.toString());
        } else {
            assertEquals(Difference.Unchanged.UNCHANGED, change);
            assertEqual(after, before);
        }
    }

    private static void assertFitForClients(JsonValue value) {
        JsonObject operation = value.asJsonObject();
        assertTrue(Set.of("add", "remove", "replace").contains(operation.getString("op")));
        assertFalse(operation.getString("path").isEmpty());
    }

    private static void assertEqual(JsonValue expected, JsonValue actual) {
        assertTrue(equal(expected, actual), () -> actual + " instead of " + expected);
    }

    private static boolean equal(JsonValue a, JsonValue b) {
        return JsonEquality.equal(a, b, Steps.unlimited());
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return JsonDocuments.values();
    }

    @Provide
    Arbitrary<Tuple2<JsonStructure, JsonStructure>> strangers() {
        return JsonDocuments.strangers();
    }

    @Provide
    Arbitrary<Tuple2<JsonStructure, JsonStructure>> edited() {
        return JsonDocuments.edited();
    }

    @Provide
    Arbitrary<Tuple2<JsonStructure, JsonStructure>> repetitive() {
        return JsonDocuments.repetitive();
    }
}
