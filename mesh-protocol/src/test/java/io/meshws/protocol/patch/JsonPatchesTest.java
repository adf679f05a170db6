package io.meshws.protocol.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchesTest {

    @TestFactory
    Stream<DynamicTest> thePublicCasesPass() throws IOException {
        return Stream.concat(cases("tests.json"), cases("spec_tests.json"));
    }

    private static Stream<DynamicTest> cases(String file) throws IOException {
        try (InputStream in = JsonPatchesTest.class.getResourceAsStream("/json-patch-tests/" + file)) {
            JsonValue cases = Json.readTrusted(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return StreamSupport.stream(cases.asJsonArray().spliterator(), false)
                    .map(JsonValue::asJsonObject)
                    .filter(c -> c.containsKey("doc") && c.containsKey("patch"))
                    .filter(c -> !c.getBoolean("disabled", false) || !c.containsKey("error"))
                    .map(c -> DynamicTest.dynamicTest(file + ": " + name(c), () -> run(c)));
        }
    }

    private static String name(JsonObject testCase) {
        return testCase.getString("comment", testCase.get("patch").toString());
    }

    private static void run(JsonObject testCase) throws PatchFailedException {
        if (testCase.containsKey("error")) {
            assertThrows(
                    PatchFailedException.class,
                    () -> JsonPatches.apply(testCase.get("doc"), testCase.getJsonArray("patch")));
            return;
        }
        JsonValue result = JsonPatches.apply(testCase.get("doc"), testCase.getJsonArray("patch"));
        JsonValue expected = testCase.getOrDefault("expected", testCase.get("doc"));
        assertTrue(JsonEquality.equal(expected, result, Steps.unlimited()), result::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} | {\"op\":\"move\",\"from\":\"/a\",\"path\":\"/ab\"} | {\"ab\":1}",
                "{\"a\":1} | {\"op\":\"test\",\"path\":\"/a\",\"value\":1.0} | {\"a\":1}",
                "{\"~1\":1} | {\"op\":\"replace\",\"path\":\"/~01\",\"value\":2} | {\"~1\":2}",
                "{} | {\"op\":\"replace\",\"path\":\"\",\"value\":7} | 7",
                "7 | {\"op\":\"test\",\"path\":\"\",\"value\":7} | 7",
                "{\"a\":[1]} | {\"op\":\"copy\",\"from\":\"\",\"path\":\"/a/-\"} | {\"a\":[1,{\"a\":[1]}]}",
                "{\"a\":{\"b\":1}} | {\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a\"} | {\"a\":1}",
            })
    void anOperationIsApplied(String document, String operation, String expected) throws PatchFailedException {
        assertEquals(expected, apply(document, "[" + operation + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 1",
                "{} | {}",
                "{} | {\"op\":1,\"path\":\"/a\",\"value\":1}",
                "{} | {\"op\":\"add\",\"path\":1,\"value\":1}",
                "{} | {\"op\":\"add\",\"path\":\"a\",\"value\":1}",
                "{} | {\"op\":\"add\",\"path\":\"/~2\",\"value\":1}",
                "{} | {\"op\":\"add\",\"path\":\"/~\",\"value\":1}",
                "{} | {\"op\":\"add\",\"path\":\"/a\"}",
                "{} | {\"op\":\"remove\",\"path\":\"\"}",
                "{} | {\"op\":\"move\",\"path\":\"/a\"}",
                "{\"a\":{}} | {\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}",
                "7 | {\"op\":\"add\",\"path\":\"/a\",\"value\":1}",
                "{\"a\":null} | {\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}",
                "[1] | {\"op\":\"replace\",\"path\":\"/-\",\"value\":1}",
                "[[1]] | {\"op\":\"replace\",\"path\":\"/-/0\",\"value\":1}",
                "[1] | {\"op\":\"remove\",\"path\":\"/00\"}",
                "[1] | {\"op\":\"remove\",\"path\":\"/٠\"}",
                "[1] | {\"op\":\"remove\",\"path\":\"/4294967296\"}",
                "[1] | {\"op\":\"remove\",\"path\":\"/\"}",
            })
    void anOperationThatDoesNotFitIsRefused(String document, String operation) {
        PatchFailedException e = assertThrows(PatchFailedException.class, () -> apply(document, "[" + operation + "]"));
        assertTrue(e.getMessage().startsWith("Operation 0 of the patch: "), e::getMessage);
    }

    @Test
    void aCopyDoesNotChangeWithItsSource() throws PatchFailedException {
        String patch =
                """
                [{"op":"add","path":"/a/b","value":1},
                 {"op":"copy","from":"/a","path":"/c"},
                 {"op":"replace","path":"/a/b","value":2}]""";

        assertEquals("{\"a\":{\"b\":2},\"c\":{\"b\":1}}", apply("{\"a\":{}}", patch));
    }

    @Test
    void aPatchThatFailsLeavesTheDocumentAsItWas() {
        JsonValue document = Json.readTrusted("{\"a\":[1,2]}");
        JsonValue patch =
                Json.readTrusted("[{\"op\":\"remove\",\"path\":\"/a/0\"},{\"op\":\"remove\",\"path\":\"/b\"}]");

        assertThrows(PatchFailedException.class, () -> JsonPatches.apply(document, patch.asJsonArray()));

        assertEquals("{\"a\":[1,2]}", document.toString());
    }

    private static String apply(String document, String patch) throws PatchFailedException {
        return JsonPatches.apply(
                        Json.readTrusted(document), Json.readTrusted(patch).asJsonArray())
                .toString();
    }
}
