package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error bodies, and the tables of error and close codes. */
class TablesTest {
    @ParameterizedTest
    @EnumSource
    void anErrorCodeMakesABodyThatIsReadBack(ErrorCode code) {
        ErrorBody body = code.body("It \"failed\"");
        assertEquals(new ErrorBody("It \"failed\"", code.name(), code.errorName(), null), body);
        assertEquals(Optional.of(body), ErrorBody.from(Json.readTrusted(body.toJson())));
        assertFalse(code.errorName().isBlank());
        assertFalse(code.meaning().isBlank());
    }

    @Test
    void aReferenceIsSentIfThereIsOne() {
        ErrorBody body = new ErrorBody("m", "C", "N", "r1");
        assertEquals("{\"error\":\"m\",\"code\":\"C\",\"name\":\"N\",\"ref\":\"r1\"}", body.toJson());
        assertEquals(Optional.of(body), ErrorBody.from(Json.readTrusted(body.toJson())));
    }

    @Test
    void aLostWriteSaysTheVersionThatThereIs() {
        ErrorBody body = new ErrorBody("m", "ECONFLICT", "N", null, 7L, null);
        assertEquals("{\"error\":\"m\",\"code\":\"ECONFLICT\",\"name\":\"N\",\"version\":7}", body.toJson());
        assertEquals(Optional.of(body), ErrorBody.from(Json.readTrusted(body.toJson())));
    }

    @Test
    void aClientThatSendsTooFastIsToldWhenToTryAgain() {
        ErrorBody body = new ErrorBody("m", "ERATE", "N", null, null, 20L);
        assertEquals("{\"error\":\"m\",\"code\":\"ERATE\",\"name\":\"N\",\"retryAfter\":20}", body.toJson());
        assertEquals(Optional.of(body), ErrorBody.from(Json.readTrusted(body.toJson())));
    }

    @Test
    void anErrorNeedsACodeOnly() {
        assertEquals(
                "{\"error\":\"\",\"code\":\"C\",\"name\":\"Error\"}", new ErrorBody(null, "C", null, null).toJson());
        assertThrows(NullPointerException.class, () -> new ErrorBody("m", null, "N", null));
    }

    @Test
    void anErrorWithoutANameIsOneAllTheSame() {
        assertEquals(
                Optional.of(new ErrorBody("m", "C", "Error", null)),
                ErrorBody.from(Json.readTrusted("{\"error\":\"m\",\"code\":\"C\",\"name\":7,\"ref\":null}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"error\"",
                "[]",
                "{}",
                "{\"error\":\"m\"}",
                "{\"code\":\"C\"}",
                "{\"error\":1,\"code\":\"C\"}",
                "{\"error\":\"m\",\"code\":1}",
                "{\"error\":null,\"code\":\"C\"}"
            })
    void anythingElseIsAResult(String json) {
        assertEquals(Optional.empty(), ErrorBody.from(Json.readTrusted(json)));
    }

    @ParameterizedTest
    @EnumSource
    void aCloseCodeFitsIntoACloseFrame(CloseCode code) {
        assertTrue(code.number() >= 1000 && code.number() < 5000);
        assertTrue(code.reason().getBytes(StandardCharsets.UTF_8).length <= 123);
    }

    @Test
    void closeCodesAreDistinct() {
        var numbers = Arrays.stream(CloseCode.values()).map(CloseCode::number).toList();
        assertEquals(numbers.size(), new HashSet<>(numbers).size());
    }

    private static JsonObject object(String json) {
        return Json.readTrusted(json).asJsonObject();
    }

    @Test
    void replaceTakesTheWrittenText() {
        assertEquals(object("{\"b\":2}"), MergeStrategy.REPLACE.apply(object("{\"a\":1}"), object("{\"b\":2}")));
    }

    @Test
    void mergeKeepsTheOtherMembersOfTheTopLevel() {
        assertEquals(
                object("{\"a\":1,\"o\":{\"y\":2},\"n\":null,\"b\":3}"),
                MergeStrategy.MERGE.apply(
                        object("{\"a\":1,\"o\":{\"x\":1},\"n\":5}"), object("{\"o\":{\"y\":2},\"n\":null,\"b\":3}")));
    }

    @Test
    void deepMergeKeepsTheOtherMembersOfEveryLevel() {
        assertEquals(
                object("{\"o\":{\"x\":1,\"y\":{\"p\":1,\"q\":2}},\"l\":[3],\"s\":{\"t\":1}}"),
                MergeStrategy.DEEP_MERGE.apply(
                        object("{\"o\":{\"x\":1,\"y\":{\"p\":1}},\"l\":[1,2],\"s\":7}"),
                        object("{\"o\":{\"y\":{\"q\":2}},\"l\":[3],\"s\":{\"t\":1}}")));
    }

    @ParameterizedTest
    @EnumSource
    void anythingButTwoObjectsIsReplaced(MergeStrategy strategy) {
        JsonObject object = object("{\"a\":1}");
        assertEquals(Json.string("x"), strategy.apply(object, Json.string("x")));
        assertEquals(object, strategy.apply(null, object));
        assertEquals(object, strategy.apply(Json.string("x"), object));
    }

    @ParameterizedTest
    @EnumSource
    void aStrategyIsFoundByItsNameOnTheWire(MergeStrategy strategy) {
        assertEquals(Optional.of(strategy), MergeStrategy.ofWireName(strategy.wireName()));
        assertEquals(Optional.empty(), MergeStrategy.ofWireName(strategy.name()));
        assertEquals(Optional.empty(), MergeStrategy.ofWireName(null));
    }
}
