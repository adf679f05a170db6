package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final FrameReader reader = new FrameReader(JsonLimits.DEFAULT);

    private MalformedFrameException refused(String text) {
        return assertThrows(MalformedFrameException.class, () -> reader.read(text), text);
    }

    @Test
    void theIdTellsTheKind() throws Exception {
        assertEquals(new Frame.Event("x", JsonValue.TRUE), reader.read("{\"command\":\"x\",\"payload\":true}"));
        assertEquals(new Frame.ClientCall(7, "x", JsonValue.NULL, null), reader.read("{\"id\":7,\"command\":\"x\"}"));
        assertEquals(
                new Frame.ServerCall("s:1", "x", JsonValue.NULL),
                reader.read("{\"id\":\"s:1\",\"command\":\"x\",\"payload\":null}"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "9007199254740993, 9007199254740993",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void idsAreWholeNumbersOf64Bits(String id, long expected) throws Exception {
        Frame frame = reader.read("{\"id\":" + id + ",\"command\":\"x\"}");
        assertEquals(expected, assertInstanceOf(Frame.ClientCall.class, frame).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "9223372036854775808",
                "1e400",
                "true",
                "false",
                "null",
                "\"\"",
                "\"7\"",
                "\"S:7\"",
                "{}",
                "[1]"
            })
    void otherIdsAreRefused(String id) {
        MalformedFrameException e = refused("{\"id\":" + id + ",\"command\":\"x\"}");
        assertEquals(ErrorCode.EBADFRAME, e.code());
        assertEquals("x", e.command());
    }

    @Test
    void aRefusedIdIsEchoedIfItIsShort() {
        assertEquals("1.5", refused("{\"id\":1.5,\"command\":\"x\"}").idText());
        assertEquals("\"7\"", refused("{\"id\":\"7\",\"command\":\"x\"}").idText());
        assertNull(refused("{\"id\":true,\"command\":\"x\"}").idText());
        assertNull(refused("{\"id\":\"" + "7".repeat(100) + "\",\"command\":\"x\"}")
                .idText());
        assertEquals("7", refused("{\"id\":7}").idText());
        assertNull(refused("{\"id\":7}").command());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "{",
                "}",
                "[",
                "]",
                "{]",
                "null",
                "1",
                "\"text\"",
                "[]",
                "{}",
                "{\"command\":1}",
                "{\"command\":null}",
                "{\"command\":\"\"}",
                "{\"command\":[\"x\"]}",
                "{'command':'x'}",
                "{command:\"x\"}",
                "{\"command\":\"x\",}",
                "{\"command\":\"x\"",
                "{\"command\":\"x",
                "{\"command\":\"x\\",
                "{\"command\":\"\\u12\"}",
                "{\"command\":\"\\q\"}",
                "{\"command\":\"x\",\"payload\":}",
                "{\"command\":\"x\",\"payload\":01}",
                "{\"command\":\"x\",\"payload\":+1}",
                "{\"command\":\"x\",\"payload\":.5}",
                "{\"command\":\"x\",\"payload\":1.}",
                "{\"command\":\"x\",\"payload\":1e}",
                "{\"command\":\"x\",\"payload\":-}",
                "{\"command\":\"x\",\"payload\":NaN}",
                "{\"command\":\"x\",\"payload\":tru}",
                "{\"command\":\"x\",\"payload\":truex}",
                "{\"command\":\"x\",\"payload\":\"a\nb\"}",
                "{\"command\":\"x\"}{\"command\":\"y\"}",
                "{\"command\":\"x\"} x",
                "{\"command\":\"x\"}]",
                "{\"command\":\"x\"},",
                "// {\"command\":\"x\"}",
                "\u0000",
                "\ufeff{\"command\":\"x\"}"
            })
    void textThatIsNoFrameIsRefused(String text) {
        MalformedFrameException e = refused(text);
        assertEquals(ErrorCode.EBADFRAME, e.code());
        assertTrue(e.getMessage().length() < 100, e.getMessage());
    }

    @Test
    void whiteSpaceAndUnknownMembersAreAllowed() throws Exception {
        Frame frame = reader.read(" \r\n\t{ \"later\" : [1] , \"command\" : \"x\" , \"payload\" : 1 } \n");
        assertEquals("x", frame.command());
        assertEquals("1", frame.payload().toString());
    }

    @Test
    void ofTwoMembersOfOneNameTheLastCounts() throws Exception {
        Frame frame = reader.read("{\"id\":1,\"command\":\"x\",\"id\":2,\"command\":\"y\"}");
        assertEquals(new Frame.ClientCall(2, "y", JsonValue.NULL, null), frame);
    }

    @Test
    void textIsUnicode() throws Exception {
        Frame frame = reader.read("{\"command\":\"Grüße 😀 \\u00e9\\ud83d\\ude00\",\"payload\":\"\\u0000\\/\"}");
        assertEquals("Grüße 😀 é😀", frame.command());
        assertEquals("\0/", ((JsonString) frame.payload()).getString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "\ud83d", "\ude00", "\\ud83d\\ud83d", "\\ud83dx"})
    void aLoneSurrogateHarmsNobody(String text) {
        try {
            Frame frame = reader.read("{\"command\":\"x\",\"payload\":\"" + text + "\"}");
            reader.read(FrameText.event("x", frame.payload().toString()));
        } catch (MalformedFrameException e) {
            assertEquals(ErrorCode.EBADFRAME, e.code());
        }
    }

    @Test
    void aCommandHasALongestName() throws Exception {
        String longest = "x".repeat(FrameReader.MAX_COMMAND_LENGTH);
        assertEquals(longest, reader.read("{\"command\":\"" + longest + "\"}").command());
        MalformedFrameException e = refused("{\"id\":1,\"command\":\"" + longest + "x\"}");
        assertEquals(ErrorCode.ETOOLARGE, e.code());
        assertEquals("1", e.idText());
        assertNull(e.command(), "too long to be sent back");
    }

    @Test
    void nestingHasALimit() throws Exception {
        reader.read(nested(63));
        assertEquals(ErrorCode.ETOODEEP, refused(nested(64)).code());
        assertEquals(ErrorCode.ETOODEEP, refused("[".repeat(1_000_000)).code());
        assertEquals(ErrorCode.ETOODEEP, refused("{\"a\":".repeat(1_000_000)).code());
        reader.read("{\"command\":\"x\",\"payload\":\"" + "[".repeat(1000) + "\\\"[[\"}");
    }

    private static String nested(int arrays) {
        return "{\"command\":\"x\",\"payload\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
    }

    @Test
    void numbersHaveALimit() throws Exception {
        assertEquals(
                "9".repeat(512),
                reader.read("{\"command\":\"x\",\"payload\":" + "9".repeat(512) + "}")
                        .payload()
                        .toString());
        for (String number :
                new String[] {"9".repeat(513), "1e1000", "1E-1000", "1e+0001000", "0." + "1".repeat(600), "1e999999999"
                }) {
            assertEquals(
                    ErrorCode.ENUMBER,
                    refused("{\"command\":\"x\",\"payload\":" + number + "}").code(),
                    number);
        }
        reader.read("{\"command\":\"x\",\"payload\":[1e999,-1.5E-999,0,1E+0000000001]}");
    }

    /** Counted with escapes; names of members are strings too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {"123456789| 1234567890", "1\\\"45\\\\89| 1\\\"45\\\\890", "\\u0001789| \\u00017890"})
    void stringsHaveALimitIfItIsSet(String longest, String tooLong) throws Exception {
        FrameReader strict = new FrameReader(new JsonLimits(5, 5, 9));
        for (String form : List.of("[\"%s\"]", "{\"%s\":1}")) {
            String frame = "{\"command\":\"x\",\"payload\":" + form + "}";
            strict.read(frame.formatted(longest));
            MalformedFrameException refused =
                    assertThrows(MalformedFrameException.class, () -> strict.read(frame.formatted(tooLong)));
            assertEquals(ErrorCode.ESTRING, refused.code());
            reader.read(frame.formatted("x".repeat(100_000)));
        }
    }

    @Test
    void randomTextNeverBreaksTheReader() {
        Random random = new Random(20_240_101);
        String alphabet = "{}[]\",:\\eE+-.0123456789nulltruefalse idcommandpayload\u0000\ud800é";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int c = 0; c < length; c++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            readOrRefuse(text.toString());
        }
    }

    @Test
    void damagedFramesNeverBreakTheReader() {
        Random random = new Random(20_240_102);
        for (GoldenFrames.Golden golden : GoldenFrames.all()) {
            for (int i = 0; i < 300; i++) {
                StringBuilder text = new StringBuilder(golden.text());
                for (int damage = random.nextInt(3); damage >= 0; damage--) {
                    int at = random.nextInt(text.length());
                    switch (random.nextInt(4)) {
                        case 0 -> text.deleteCharAt(at);
                        case 1 -> text.insert(at, (char) random.nextInt(0x10000));
                        case 2 -> text.setCharAt(at, "{}[]\",:\\0e-".charAt(random.nextInt(11)));
                        default -> text.insert(at, text.substring(random.nextInt(at + 1)));
                    }
                }
                readOrRefuse(text.toString());
            }
        }
    }

    private void readOrRefuse(String text) {
        try {
            Frame frame = reader.read(text);
            reader.read(FrameText.event(frame.command(), frame.payload().toString()));
        } catch (MalformedFrameException e) {
            FrameText.error(e);
        } catch (RuntimeException | Error e) {
            fail("Broken by " + text, e);
        }
    }
}
