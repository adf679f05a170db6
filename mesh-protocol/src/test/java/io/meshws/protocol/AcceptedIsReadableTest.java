package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** If the server accepts a value from a client, every client that receives it can read it. */
class AcceptedIsReadableTest {
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT;
    private static final FrameReader READER = new FrameReader(LIMITS);

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void aNumberThatIsAcceptedIsAcceptedAsItIsWrittenAgain(@ForAll("numbers") String number) {
        JsonValue read;
        try {
            read = Json.read(number, LIMITS);
        } catch (MalformedJsonException e) {
            return;
        }
        assertEquals(read, assertAccepted(Json.text(read)));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aValueThatMayBeKeptCanBeReadInEveryFrame(@ForAll("values") String text) {
        JsonValue value;
        try {
            value = Json.read(text, LIMITS.ofKeptValues());
        } catch (MalformedJsonException e) {
            return;
        }
        String kept = Json.text(value);
        for (String payload : List.of(
                "{\"metadata\":" + kept + "}",
                "{\"success\":true,\"record\":" + kept + ",\"version\":1}",
                "{\"recordId\":\"r\",\"full\":" + kept + ",\"version\":1}",
                "{\"recordId\":\"r\",\"patch\":[{\"op\":\"add\",\"path\":\"/a\",\"value\":" + kept
                        + "}],\"version\":1}",
                "{\"type\":\"state\",\"connectionId\":\"c\",\"roomName\":\"r\",\"state\":" + kept + ",\"timestamp\":1}",
                "{\"success\":true,\"present\":[\"c\"],\"states\":{\"c\":" + kept + "}}",
                "{\"success\":true,\"history\":[" + Json.quote(kept) + "],\"offset\":1,\"epoch\":\"e\"}")) {
            assertRead(FrameText.event("mesh/x", payload));
            assertRead(FrameText.clientCall(Long.MAX_VALUE, "mesh/x", payload));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aFrameThatIsAcceptedCanBeSentBack(@ForAll("values") String text) {
        Frame.Event frame;
        try {
            frame = (Frame.Event) READER.read("{\"command\":\"x\",\"payload\":" + text + "}");
        } catch (MalformedFrameException e) {
            return;
        }
        assertRead(FrameText.event("x", frame.payload().toString()));
    }

    @Example
    void limitsOnNumbersAreExact() {
        for (String accepted : List.of(
                "1".repeat(512),
                "-" + "1".repeat(511),
                "1e999",
                "-1e-999",
                "0e999",
                "0." + "0".repeat(509),
                "0." + "1".repeat(510),
                "1" + "0".repeat(500) + "e99",
                "1.5E+007",
                "1E+0000000001",
                "1e0999",
                "1e-" + "0".repeat(509),
                "2e" + "0".repeat(507) + "999")) {
            assertEquals(
                    assertAccepted(accepted),
                    assertAccepted(assertAccepted(accepted).toString()));
        }
        for (String refused : List.of(
                "1".repeat(513),
                "1e1000",
                "1e-1000",
                "0e1000",
                "10e999",
                "0.1e-999",
                "1" + "0".repeat(500) + "e999",
                "-" + "1".repeat(506) + "e9",
                "1e01000",
                "1e" + "0".repeat(511))) {
            assertEquals(
                    ErrorCode.ENUMBER,
                    assertThrows(MalformedJsonException.class, () -> Json.read(refused, LIMITS), refused)
                            .code());
        }
    }

    @Property
    void theLengthInBytesIsThatOfTheEncodedText(@ForAll String text) {
        String sent = Json.quote(text);

        assertEquals(sent.getBytes(StandardCharsets.UTF_8).length, Json.utf8Length(sent));
        assertEquals(Json.string(text), assertAccepted(sent));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void textIsTheSameAsJsonPWritesAndReads(@ForAll("values") String text) {
        JsonValue value;
        try {
            value = Json.read(text, LIMITS);
        } catch (MalformedJsonException e) {
            return;
        }
        String written = Json.text(value);

        assertEquals(value, Json.readTrusted(written));
        JsonValue raw = Json.raw(written);
        assertEquals(written, Json.text(raw));
        assertEquals("[" + written + "]", Json.text(Json.array().add(raw).build()));
        assertEquals(value.getValueType(), raw.getValueType());
        assertTrue(raw.equals(value) && value.equals(raw) && raw.hashCode() == value.hashCode());
        if (written.chars().noneMatch(c -> Character.isSurrogate((char) c)) && !written.contains("\\ud")) {
            assertEquals(value.toString(), written);
        }
    }

    @Example
    void aLiteralIsSentAsItIsAndReadAsItsText() {
        String text = "a\"\\\b\f\n\r\t\u0001/é😀\ud83d";
        JsonString literal = Json.literal(Json.quote(text));

        assertEquals("\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001/é😀\\ud83d\"", literal.toString());
        assertEquals(text, literal.getString());
        assertEquals(Json.string(text), literal);
        assertEquals(Json.string(text).hashCode(), literal.hashCode());
        assertEquals("[" + literal + "]", Json.text(Json.array().add(literal).build()));
        assertEquals("plain", Json.unquote("\"plain\""));
    }

    @Example
    void halfAPairIsSentAndCountedAsItsEscape() {
        assertEquals("\"\\ud83d\"", Json.quote("\ud83d"));
        assertEquals("[\"\\ude00\ud83d\ude00\"]", Json.text(Json.readTrusted("[\"\\ude00\ud83d\ude00\"]")));
        assertEquals("x".length() + 2 + 3 + 4, Json.utf8Length("xä€😀"));
    }

    private static JsonValue assertAccepted(String text) {
        try {
            return Json.read(text, LIMITS);
        } catch (MalformedJsonException e) {
            throw new AssertionError(e.getMessage() + ": " + text, e);
        }
    }

    private static void assertRead(String frame) {
        try {
            assertTrue(READER.read(frame).command().length() > 0);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e.getMessage() + ": " + frame, e);
        }
    }

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> zeros = Arbitraries.of("", "0", "00000", "0".repeat(250), "0".repeat(500));
        Arbitrary<String> digits = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 999).map(String::valueOf),
                Arbitraries.integers().between(1, 512).map("7"::repeat));
        Arbitrary<String> whole = Combinators.combine(digits, zeros).as((a, b) -> a + b);
        Arbitrary<String> fraction = Combinators.combine(zeros, digits, zeros).as((a, b, c) -> "." + a + b + c);
        Arbitrary<String> exponent = Combinators.combine(
                        Arbitraries.of("e", "E", "e+", "e-"),
                        Arbitraries.of("", "0", "00000", "0".repeat(250)),
                        Arbitraries.integers().between(0, 1001))
                .as((e, leading, value) -> e + leading + value);
        return Combinators.combine(
                        Arbitraries.of("", "-"),
                        Arbitraries.oneOf(Arbitraries.just("0"), whole),
                        Arbitraries.oneOf(Arbitraries.just(""), fraction),
                        Arbitraries.oneOf(Arbitraries.just(""), exponent))
                .as((sign, integer, part, power) -> sign + integer + part + power);
    }

    /** Values around the limit on depth, with numbers around theirs and texts that need escaping. */
    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> leaves = Arbitraries.oneOf(
                numbers(), Arbitraries.strings().ofMaxLength(8).map(Json::quote), Arbitraries.of("null", "{}", "[]"));
        return Combinators.combine(leaves, Arbitraries.integers().between(0, 66), Arbitraries.of(true, false))
                .as((leaf, depth, arrays) ->
                        (arrays ? "[" : "{\"a\":").repeat(depth) + leaf + (arrays ? "]" : "}").repeat(depth));
    }
}
