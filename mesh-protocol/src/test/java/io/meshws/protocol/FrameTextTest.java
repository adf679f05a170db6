package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTextTest {
    private final FrameReader reader = new FrameReader(JsonLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"x", "a\"b\\c", "Grüße 😀", "\n\t\u0001\u2028", "mesh/x", "{\"id\":1}"})
    void namesSurviveTheWay(String name) throws Exception {
        assertEquals(name, reader.read(FrameText.event(name, "null")).command());
        assertEquals(
                new Frame.ClientCall(5, name, Json.readTrusted("[1]"), null),
                reader.read(FrameText.clientCall(5, name, "[1]")));
        assertEquals(
                new Frame.ServerCall("s:" + name, "x", Json.readTrusted("{}")),
                reader.read(FrameText.serverCall("s:" + name, "x", "{}")));
    }

    @Test
    void halfACharacterTravelsAsAnEscape() throws Exception {
        String payload = "\"a\ud83d-\ude00\ud83d\ude00\ud83d\"";

        String frame = FrameText.event("x\ud83d", payload);

        assertEquals("{\"command\":\"x\\ud83d\",\"payload\":\"a\\ud83d-\\ude00\ud83d\ude00\\ud83d\"}", frame);
        assertEquals(new Frame.Event("x\ud83d", Json.readTrusted(payload)), reader.read(frame));
    }

    private String errorFor(String text) {
        return FrameText.error(assertThrows(MalformedFrameException.class, () -> reader.read(text)));
    }

    @Test
    void aMalformedFrameIsAnsweredAsAReplyIfPossible() {
        assertEquals(
                "{\"id\":1.5,\"command\":\"x\",\"payload\":"
                        + "{\"error\":\"\\\"id\\\" must be an integer\",\"code\":\"EBADFRAME\",\"name\":\"FrameError\"}}",
                errorFor("{\"id\":1.5,\"command\":\"x\"}"));
        assertEquals(GoldenFrames.text("error"), errorFor("nonsense"));
        assertEquals(
                "{\"command\":\"mesh/error\",\"payload\":{\"error\":\"\\\"command\\\" must be a string that is not empty\","
                        + "\"code\":\"EBADFRAME\",\"name\":\"FrameError\"}}",
                errorFor("{\"id\":1}"));
    }
}
