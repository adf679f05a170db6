package io.meshws.protocol.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.Change;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
    private static JsonValue json(String text) {
        return text == null ? null : Json.readTrusted(text);
    }

    private static JsonValue wire(Change... changes) {
        JsonArrayBuilder wire = Json.array();
        for (Change change : changes) {
            wire.add(change.toJson(ChangesTest::value));
        }
        return wire.build();
    }

    private static JsonValue value(Object value) {
        return value instanceof String text ? json(text) : json(String.valueOf(value));
    }

    private static JsonValue after(String before, Change... changes) throws ChangeFailedException {
        return Changes.read(wire(changes)).applyTo(json(before));
    }

    /** Compared as text, so that 1 and 1.0 differ. */
    private static void becomes(String expected, String before, Change... changes) throws ChangeFailedException {
        assertEquals(expected, Json.text(after(before, changes)));
    }

    private static void fails(ErrorCode code, String message, String before, Change... changes) {
        ChangeFailedException failure = assertThrows(ChangeFailedException.class, () -> after(before, changes));
        assertEquals(message, failure.getMessage());
        assertEquals(code, failure.code());
    }

    @Test
    void setReplacesOrPutsAndCreatesMissingParents() throws Exception {
        becomes("{\"a\":2}", "{\"a\":1}", Change.set("/a", 2));
        becomes("{\"a\":1,\"b\":{\"c\":{\"d\":2}}}", "{\"a\":1}", Change.set("/b/c/d", 2));
        becomes("{\"b\":{\"0\":2}}", null, Change.set("/b/0", 2));
        becomes("{\"a\":null}", "{\"a\":1}", Change.set("/a", null));
        becomes("[7]", "{\"a\":1}", Change.set("", "[7]"));
        becomes("5", null, Change.set("", 5));
        becomes("{\"l\":[1,9,3]}", "{\"l\":[1,2,3]}", Change.set("/l/1", 9));
        becomes("{\"l\":[1,9]}", "{\"l\":[1]}", Change.set("/l/1", 9));
        becomes("{\"l\":[1,9]}", "{\"l\":[1]}", Change.set("/l/-", 9));
        becomes("{\"l\":[{\"a\":1,\"b\":2}]}", "{\"l\":[{\"a\":1}]}", Change.set("/l/0/b", 2));
        becomes("{\"a/b\":{\"~\":1}}", null, Change.set("/a~1b/~0", 1));
        becomes("{\"\":1}", "{}", Change.set("/", 1));
        fails(
                ErrorCode.ENOTFOUND,
                "changes[0]: set of \"/l/3\": the array has no element 3",
                "{\"l\":[1,2]}",
                Change.set("/l/3", 1));
        fails(
                ErrorCode.ENOTFOUND,
                "changes[0]: set of \"/l/1/x/y\": the array has no element 1",
                "{\"l\":[]}",
                Change.set("/l/1/x/y", 1));
    }

    @Test
    void removeTakesAwayAndIsNothingIfNothingIsThere() throws Exception {
        becomes("{\"b\":2}", "{\"a\":1,\"b\":2}", Change.remove("/a"));
        becomes("{\"l\":[1,3]}", "{\"l\":[1,2,3]}", Change.remove("/l/1"));
        for (String missing : new String[] {"/x", "/x/y/z", "/l/7", "/l/-"}) {
            JsonValue before = json("{\"a\":1,\"l\":[1]}");
            assertSame(before, Changes.read(wire(Change.remove(missing))).applyTo(before), missing);
        }
        assertNull(after(null, Change.remove("/a")));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            5, 1, 6
            5, -7, -2
            0.1, 0.2, 0.3
            1.5, 0.5, 2
            5.0, 1, 6
            1e2, 1, 101
            9223372036854775807, 1, 9223372036854775808
            9223372036854775807, 0, 9223372036854775807
            -9223372036854775808, -1, -9223372036854775809
            9007199254740993, 1, 9007199254740994
            12345678901234567890123, 0.5, 12345678901234567890123.5
            1e30, 1, 1000000000000000000000000000001
            0.0, 0, 0
            """)
    void incrementIsExact(String before, String by, String after) throws Exception {
        becomes("{\"n\":" + after + "}", "{\"n\":" + before + "}", Change.increment("/n", new BigDecimal(by)));
    }

    @Test
    void incrementCountsFromZeroIfNothingIsThere() throws Exception {
        becomes("{\"n\":1}", "{}", Change.increment("/n"));
        becomes("{\"n\":5}", null, Change.increment("/n", 5));
        becomes("{\"n\":-1}", "{}", Change.increment("/n", -1));
        becomes("{\"n\":0}", "{}", Change.increment("/n", 0));
        becomes("{\"a\":{\"n\":1}}", "{}", Change.increment("/a/n"));
        becomes("3", "1", Change.increment("", 2));
        becomes("[1,3]", "[1,2]", Change.increment("/1"));
    }

    @Test
    void pushAppendsAndKeepsTheNewest() throws Exception {
        becomes("{\"l\":[1]}", "{}", Change.push("/l", 1));
        becomes("[1]", null, Change.push("", 1));
        becomes("{\"l\":[1,null]}", "{\"l\":[1]}", Change.push("/l", null));
        becomes("{\"l\":[[1]]}", "{\"l\":[]}", Change.push("/l", "[1]"));
        becomes("{\"l\":[2,3]}", "{\"l\":[1,2]}", Change.push("/l", 3).keep(2));
        becomes("{\"l\":[9]}", "{\"l\":[1,2]}", Change.push("/l", 9).keep(1));
        becomes("{\"l\":[1,2]}", "{\"l\":[1]}", Change.push("/l", 2).keep(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Change.push("/l", 1).keep(0));
    }

    @Test
    void pullRemovesAllThatAreEqual() throws Exception {
        becomes("{\"l\":[2]}", "{\"l\":[1,2,1.0]}", Change.pull("/l", 1));
        becomes("[]", "[null]", Change.pull("", null));
        becomes("[1]", "[{\"a\":1,\"b\":[2]},1]", Change.pull("", "{\"b\":[2],\"a\":1}"));
        becomes("[{\"id\":2},{},7]", "[{\"id\":1,\"x\":0},{\"id\":2},{},7]", Change.pullWhere("", "/id", 1));
        becomes(
                "[{\"u\":[{\"id\":2}]}]",
                "[{\"u\":[{\"id\":1}]},{\"u\":[{\"id\":2}]}]",
                Change.pullWhere("", "/u/0/id", 1));
        JsonValue before = json("{\"l\":[1]}");
        for (Change nothing :
                new Change[] {Change.pull("/l", 2), Change.pull("/x", 2), Change.pullWhere("/l", "/id", 1)}) {
            assertSame(before, Changes.read(wire(nothing)).applyTo(before));
        }
        assertNull(after(null, Change.pull("/l", 1)));
    }

    @Test
    void patchPutsMembersAndLeavesTheOthers() throws Exception {
        becomes(
                "{\"o\":{\"a\":1,\"b\":{\"d\":1}}}",
                "{\"o\":{\"a\":1,\"b\":{\"c\":1}}}",
                Change.patch("/o", "{\"b\":{\"d\":1}}"));
        becomes("{\"o\":{\"a\":null}}", "{}", Change.patch("/o", "{\"a\":null}"));
        becomes("{\"a\":1}", null, Change.patch("", "{\"a\":1}"));
        becomes("{}", null, Change.patch("", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"1\"", "true", "[]", "{}"})
    void incrementNeedsANumber(String there) {
        String found = Json.describe(json(there));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: increment of \"/n\": there is " + found + ", not a number",
                "{\"n\":" + there + "}",
                Change.increment("/n"));
    }

    @Test
    void aWrongTypeIsNamedWithItsPlace() {
        String before = "{\"t\":\"x\",\"o\":{},\"n\":null,\"l\":[1]}";
        fails(
                ErrorCode.ETYPE,
                "changes[0]: push of \"/t\": there is a string, not an array",
                before,
                Change.push("/t", 1));
        fails(ErrorCode.ETYPE, "changes[0]: push of \"/n\": there is null, not an array", before, Change.push("/n", 1));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: pull of \"/o\": there is an object, not an array",
                before,
                Change.pull("/o", 1));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: patch of \"/l\": there is an array, not an object",
                before,
                Change.patch("/l", "{}"));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: patch of \"/n\": there is null, not an object",
                before,
                Change.patch("/n", "{}"));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: set of \"/t/a/b\": at \"/t\" is a string, not an object or an array",
                before,
                Change.set("/t/a/b", 1));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: remove of \"/l/0/b\": at \"/l/0\" is the number 1, not an object or an array",
                before,
                Change.remove("/l/0/b"));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: set of \"/l/first\": at \"/l\" is an array, not an object, or an index behind it",
                before,
                Change.set("/l/first", 1));
        fails(
                ErrorCode.ETYPE,
                "changes[0]: set of \"/a\": at \"\" is the number 1, not an object or an array",
                "1",
                Change.set("/a", 1));
    }

    @Test
    void changesSeeTheOnesBefore() throws Exception {
        becomes(
                "{\"n\":3,\"l\":[\"b\"]}",
                null,
                Change.increment("/n", 1),
                Change.increment("/n", 2),
                Change.push("/l", "\"a\""),
                Change.push("/l", "\"b\"").keep(1));
        fails(
                ErrorCode.ETYPE,
                "changes[1]: push of \"/n\": there is the number 1, not an array",
                null,
                Change.increment("/n"),
                Change.push("/n", 1));
    }
}
