package io.meshws.protocol.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.Change;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of changes on the wire. */
class ChangesFormTest {
    private static JsonValue json(String text) {
        return text == null ? null : Json.readTrusted(text);
    }

    private static JsonValue wire(Change... changes) {
        JsonArrayBuilder wire = Json.array();
        for (Change change : changes) {
            wire.add(change.toJson(ChangesFormTest::value));
        }
        return wire.build();
    }

    private static JsonValue value(Object value) {
        return value instanceof String text ? json(text) : json(String.valueOf(value));
    }

    private static JsonValue after(String before, Change... changes) throws ChangeFailedException {
        return Changes.read(wire(changes)).applyTo(json(before));
    }

    private static void fails(ErrorCode code, String message, String before, Change change) {
        ChangeFailedException failure = assertThrows(ChangeFailedException.class, () -> after(before, change));
        assertEquals(message, failure.getMessage());
        assertEquals(code, failure.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            null | changes: expected an array of 1 to 64 changes
            {} | changes: expected an array of 1 to 64 changes
            [] | changes: expected an array of 1 to 64 changes
            [1] | changes[0]: expected an object
            [{"op":"set","path":"/a","value":1},{"op":"add","path":"/a","value":1}] | changes[1].op: expected set, remove, increment, push, pull or patch
            [{"path":"/a"}] | changes[0].op: expected set, remove, increment, push, pull or patch
            [{"op":"set","value":1}] | changes[0].path: expected a JSON pointer
            [{"op":"set","path":"a","value":1}] | changes[0].path: expected a JSON pointer instead of "a"
            [{"op":"set","path":"/~2","value":1}] | changes[0].path: expected a JSON pointer instead of "/~2"
            [{"op":"set","path":"/a"}] | changes[0].value: expected a value
            [{"op":"push","path":"/a"}] | changes[0].value: expected a value
            [{"op":"pull","path":"/a"}] | changes[0].value: expected a value
            [{"op":"pull","path":"/a","member":"id","value":1}] | changes[0].member: expected a JSON pointer instead of "id"
            [{"op":"patch","path":"/a","value":[]}] | changes[0].value: expected an object
            [{"op":"remove","path":""}] | changes[0].path: expected a place inside of the value
            [{"op":"increment","path":"/a","by":"1"}] | changes[0].by: expected a number
            [{"op":"push","path":"/a","value":1,"keep":0}] | changes[0].keep: expected a whole number from 1
            [{"op":"push","path":"/a","value":1,"keep":1.5}] | changes[0].keep: expected a whole number from 1
            """)
    void malformedChangesAreNamed(String wire, String message) {
        ChangeFailedException failure = assertThrows(ChangeFailedException.class, () -> Changes.read(json(wire)));
        assertEquals(message, failure.getMessage());
        assertEquals(ErrorCode.EPAYLOAD, failure.code());
    }

    @Test
    void thereAreSixtyFourChangesAtMostAndPathsHaveALength() throws Exception {
        JsonValue one = wire(Change.increment("/n")).asJsonArray().get(0);
        assertEquals(
                json("{\"n\":64}"),
                Changes.read(Json.array(Collections.nCopies(64, one))).applyTo(null));
        JsonValue tooMany = Json.array(Collections.nCopies(65, one));
        assertEquals(
                "changes: expected an array of 1 to 64 changes",
                assertThrows(ChangeFailedException.class, () -> Changes.read(tooMany))
                        .getMessage());
        assertEquals("{\"" + "x".repeat(1023) + "\":1}", Json.text(after(null, Change.set("/" + "x".repeat(1023), 1))));
        fails(
                ErrorCode.EPAYLOAD,
                "changes[0].path: expected at most 1024 characters",
                null,
                Change.set("/" + "x".repeat(1024), 1));
    }

    @Test
    void aNumberThatWouldFillTheMemoryIsRefused() {
        fails(
                ErrorCode.ENUMBER,
                "changes[0].by: Number longer than 512 characters, or with an exponent beyond 999",
                "{\"n\":1}",
                Change.increment("/n", new BigDecimal("1E+999999999")));
    }

    @Test
    void nullAndDefaultsOnTheWire() throws Exception {
        JsonValue changes = json("[{\"op\":\"increment\",\"path\":\"/n\",\"by\":null},"
                + "{\"op\":\"push\",\"path\":\"/l\",\"value\":null,\"keep\":null},"
                + "{\"op\":\"pull\",\"path\":\"/m\",\"member\":null,\"value\":1}]");
        assertEquals(json("{\"n\":1,\"l\":[null]}"), Changes.read(changes).applyTo(null));
    }

    @Test
    void theFirstOperationThatIsNotAllowedIsNamed() throws Exception {
        Changes changes = Changes.read(wire(Change.increment("/n"), Change.set("/x", 1), Change.remove("/y")));
        assertEquals(Optional.of("set of \"/x\""), changes.firstBeyond(EnumSet.of(Operation.INCREMENT)));
        assertEquals(Optional.empty(), changes.firstBeyond(EnumSet.allOf(Operation.class)));
        assertEquals("increment \"/n\"", Change.increment("/n").toString());
    }
}
