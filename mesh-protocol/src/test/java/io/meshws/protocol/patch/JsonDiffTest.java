package io.meshws.protocol.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDiffTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} | {\"a\":2} | [{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]",
                "{\"a\":1} | {} | [{\"op\":\"remove\",\"path\":\"/a\"}]",
                "{\"a\":null} | {} | [{\"op\":\"remove\",\"path\":\"/a\"}]",
                "{} | {\"a\":null} | [{\"op\":\"add\",\"path\":\"/a\",\"value\":null}]",
                "{\"a\":1} | {\"a\":null} | [{\"op\":\"replace\",\"path\":\"/a\",\"value\":null}]",
                "{} | {\"\":1} | [{\"op\":\"add\",\"path\":\"/\",\"value\":1}]",
                "{\"~/\":{\"\":1}} | {\"~/\":{}} | [{\"op\":\"remove\",\"path\":\"/~0~1/\"}]",
                "{\"a\":1,\"b\":1} | {\"b\":2,\"a\":1.0} | [{\"op\":\"replace\",\"path\":\"/b\",\"value\":2}]",
                "{\"a\":[]} | {\"a\":{}} | [{\"op\":\"replace\",\"path\":\"/a\",\"value\":{}}]",
                "[1,2,3,4] | [0,1,2,3,4] | [{\"op\":\"add\",\"path\":\"/0\",\"value\":0}]",
                "[1,2,3] | [1,2,3,4] | [{\"op\":\"add\",\"path\":\"/3\",\"value\":4}]",
                "[1,2,3,4] | [1,4] | [{\"op\":\"remove\",\"path\":\"/1\"},{\"op\":\"remove\",\"path\":\"/1\"}]",
                "[7,{\"a\":1,\"b\":2}] | [7,{\"a\":1,\"b\":3}] | [{\"op\":\"replace\",\"path\":\"/1/b\",\"value\":3}]",
                "[1,2,3] | [3,1,2] | [{\"op\":\"add\",\"path\":\"/0\",\"value\":3},{\"op\":\"remove\",\"path\":\"/3\"}]",
                "{\"to\":1} | {\"to\":{\"__proto__\":1}} | [{\"op\":\"replace\",\"path\":\"/to\",\"value\":{\"__proto__\":1}}]",
            })
    void aPatchContainsTheChangesAndNoMore(String before, String after, String patch) {
        assertEquals(patch, patch(between(before, after)).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | null",
                "1 | 1.0",
                "100 | 1e2",
                "0 | -0.0",
                "9007199254740993 | 9007199254740993.0",
                "{\"a\":1,\"b\":[1]} | {\"b\":[1.0],\"a\":1e0}",
                "{} | {}",
            })
    void valuesThatAJavascriptClientCannotTellApartAreUnchanged(String before, String after) {
        assertEquals(Difference.Unchanged.UNCHANGED, between(before, after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | 2",
                "9007199254740993 | 9007199254740992",
                "null | {}",
                "{} | null",
                "{} | []",
                "[] | {}",
                "\"a\" | \"b\"",
                "true | false",
            })
    void changesThatNoOperationBelowTheRootCanExpressGoOutInFull(String before, String after) {
        assertEquals(Difference.Full.FULL, between(before, after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {\"__proto__\":1}",
                "[{\"__proto__\":{\"a\":1}}] | [{\"__proto__\":{\"a\":2}}]",
                "{\"constructor\":{\"prototype\":1}} | {\"constructor\":{}}",
            })
    void pathsThatJavascriptClientsRefuseToPatchGoOutInFull(String before, String after) {
        assertEquals(Difference.Full.FULL, between(before, after));
    }

    @Test
    void aSmallValueGetsItsPatchEvenIfThatIsLonger() {
        assertInstanceOf(Difference.Patch.class, between("{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":2,\"b\":3,\"c\":4}"));
        assertInstanceOf(Difference.Patch.class, between(array(0, 25), array(25, 50)));
    }

    @Test
    void aPatchThatIsLongerByMoreThanTheBoundGivesWayToTheValue() {
        String before = "[0,0]";
        String after = "[1,1]";
        String patch = patch(between(before, after)).text();
        int excess = patch.length() - after.length();
        assertEquals(
                new Difference.Patch(patch),
                JsonDiff.between(Json.readTrusted(before), Json.readTrusted(after), 5 + excess, new Steps(1000)));
        assertEquals(
                Difference.Full.FULL,
                JsonDiff.between(Json.readTrusted(before), Json.readTrusted(after), 4 + excess, new Steps(1000)));
        assertEquals(Difference.Full.FULL, between(array(0, 100), array(100, 200)));
        assertEquals(Difference.Full.FULL, between(array(0, 1000), array(1000, 2000)));
    }

    /**
     * The document has 1,021 characters. Each operation would repeat the name, whose 505 characters are escaped to 1,010:
     * 252,578 characters of patch.
     */
    @Test
    void aLongPathIsNotRepeatedInEveryOperation() {
        String numbers = "0,".repeat(254) + "0";
        String before = "{\"" + "/".repeat(505) + "\":[" + numbers + "]}";
        String after = before.replace('0', '1');
        Steps steps = Steps.unlimited();

        assertEquals(1021, after.length());
        assertEquals(
                Difference.Full.FULL,
                JsonDiff.between(Json.readTrusted(before), Json.readTrusted(after), 1021 + 1024, steps));
        assertTrue(steps.taken() < 2000, () -> "took " + steps.taken());
        String one = before.replace("[0", "[1");
        assertInstanceOf(Difference.Patch.class, between(before, one));
    }

    @Test
    void aLargeValueThatBecomesSmallGoesOutInFull() {
        assertEquals(Difference.Full.FULL, between(array(0, 1000), array(0, 10)));
        assertInstanceOf(Difference.Patch.class, between(array(0, 1000), array(0, 990)));
    }

    @Test
    void aFewEditsOfALongArrayMakeAShortPatch() {
        String before = array(0, 10_000);
        String after =
                before.replace("[0,", "[").replace(",5000,", ",5000,77,88,").replace("9998,", "");

        Difference change = between(before, after);

        assertEquals(4, operations(change).size());
    }

    @Test
    void aLongListThatLosesItsOldestElementsCostsThoseAndTheNewOnes() {
        JsonArray before = Json.readTrusted(array(0, 150_000)).asJsonArray();
        List<JsonValue> elements = new ArrayList<>(before.subList(2, before.size()));
        elements.add(Json.string("new"));
        JsonArray after = Json.array(elements);

        assertEquals(
                new Difference.Patch("[{\"op\":\"remove\",\"path\":\"/0\"},{\"op\":\"remove\",\"path\":\"/0\"},"
                        + "{\"op\":\"add\",\"path\":\"/149998\",\"value\":\"new\"}]"),
                JsonDiff.between(before, after, 1_000_000));
    }

    @Test
    void aListOfTheSameObjectsInAnotherOrderIsNoSuchList() throws PatchFailedException {
        JsonArray before =
                Json.readTrusted("[{\"a\":1},{\"b\":2},{\"c\":3},{\"d\":4}]").asJsonArray();
        for (int[] order :
                new int[][] {{1, 2, 0}, {2, 1, 3}, {1, 3, 2}, {3, 0}, {1}, {1, 2}, {2, 3, 0, 1}, {1, 2, 3, 3, 2}}) {
            JsonArray after =
                    Json.array(Arrays.stream(order).mapToObj(before::get).toList());
            assertEquals(
                    after,
                    JsonPatches.apply(
                            before,
                            Json.readTrusted(patch(JsonDiff.between(before, after, 1000))
                                            .text())
                                    .asJsonArray()));
        }
    }

    @Test
    void membersChangedInEveryElementMakeOneOperationEach() {
        String before = objects(0, 50);

        assertEquals(
                50,
                operations(between(before, before.replace("\"n\":1", "\"n\":2")))
                        .size());
    }

    @Test
    void anArrayThatHasTooManyEditsToAlignIsStillPatchedRightly() throws PatchFailedException {
        JsonValue before = Json.readTrusted(array(0, 3000));
        JsonValue after = Json.readTrusted(IntStream.range(0, 3000)
                .mapToObj(i -> String.valueOf((i * 7) % 3000))
                .collect(Collectors.joining(",", "[", "]")));

        Difference change = JsonDiff.between(before, after, Long.MAX_VALUE, Steps.unlimited());

        assertEquals(after, JsonPatches.apply(before, operations(change)));
    }

    @Test
    void editsOfLargeDocumentsStayWithinTheBound() {
        String digits = IntStream.range(0, 10_000)
                .mapToObj(i -> String.valueOf(i * 7919 % 10))
                .collect(Collectors.joining(",", "[", "]"));
        assertWithin(90_000, digits, "[5," + digits.substring(1));
        assertWithin(90_000, array(0, 10_000), array(1, 10_001));
        assertWithin(250_000, array(0, 10_000), array(10_000, 20_000));
        assertWithin(90_000, objects(1, 10_001), objects(0, 10_001));
        assertWithin(350_000, objects(0, 10_000), objects(5_000, 15_000));
        assertWithin(450_000, objects(0, 10_000), objects(0, 10_000).replace("\"n\":1", "\"n\":2"));
    }

    @Test
    void documentsMadeToTakeLongPassTheBound() {
        assertBeyond(colliding(0), colliding(1));
        assertBeyond(array(0, 600_000), array(1, 600_001));
    }

    @Test
    void beyondTheBoundTheFullValueGoesOut() {
        JsonValue before = Json.readTrusted(array(0, 100));
        JsonValue after = Json.readTrusted(array(1, 101));
        Steps steps = Steps.unlimited();
        JsonDiff.between(before, after, 1024, steps);

        assertInstanceOf(Difference.Patch.class, JsonDiff.between(before, after, 1024, new Steps(steps.taken())));
        assertEquals(Difference.Full.FULL, JsonDiff.between(before, after, 1024, new Steps(steps.taken() - 1)));
    }

    private static void assertWithin(long expectedSteps, String before, String after) {
        Steps steps = new Steps(JsonDiff.MAX_STEPS);
        JsonDiff.between(Json.readTrusted(before), Json.readTrusted(after), Long.MAX_VALUE, steps);
        assertTrue(steps.taken() <= expectedSteps, () -> "took " + steps.taken());
    }

    private static void assertBeyond(String before, String after) {
        long limit = JsonDiff.MAX_STEPS;
        Steps steps = new Steps(limit);
        Difference change = JsonDiff.between(Json.readTrusted(before), Json.readTrusted(after), Long.MAX_VALUE, steps);
        assertTrue(steps.taken() > limit && steps.taken() < limit + 100_000, () -> "took " + steps.taken());
        assertEquals(Difference.Full.FULL, change);
    }

    @Test
    void equalDocumentsAreRecognizedWithAnyBound() {
        assertEquals(
                Difference.Unchanged.UNCHANGED,
                JsonDiff.between(Json.readTrusted(objects(0, 10)), Json.readTrusted(objects(0, 10)), 0, new Steps(1)));
    }

    private static Difference between(String before, String after) {
        return JsonDiff.between(Json.readTrusted(before), Json.readTrusted(after), after.length());
    }

    private static Difference.Patch patch(Difference change) {
        return assertInstanceOf(Difference.Patch.class, change);
    }

    private static JsonArray operations(Difference change) {
        return Json.readTrusted(patch(change).text()).asJsonArray();
    }

    private static String array(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    private static String objects(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"id\":" + i + ",\"n\":1,\"title\":\"an element of some length, as records have\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** 4,096 different strings with one hash code; the two sides have none in common. */
    private static String colliding(int side) {
        return IntStream.range(0, 1 << 12)
                .mapToObj(i -> IntStream.range(0, 13)
                        .mapToObj(bit -> (((i << 1) | side) >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\"")))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
