package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFramesTest {
    static Stream<GoldenFrames.Golden> frames() {
        // A missing payload is written as null.
        return GoldenFrames.all().stream().filter(golden -> !golden.name().equals("request-without-payload"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyFrameIsReadAndWrittenAsItStands(GoldenFrames.Golden golden) throws Exception {
        Frame frame = new FrameReader(JsonLimits.DEFAULT).read(golden.text());
        String payload = frame.payload().toString();
        String written = frame instanceof Frame.ClientCall call
                ? FrameText.clientCall(call.id(), call.command(), payload)
                : frame instanceof Frame.ServerCall call
                        ? FrameText.serverCall(call.id(), call.command(), payload)
                        : FrameText.event(frame.command(), payload);
        assertEquals(golden.text(), written);
    }

    @Test
    void aMissingPayloadIsNull() throws Exception {
        Frame frame = new FrameReader(JsonLimits.DEFAULT).read(GoldenFrames.text("request-without-payload"));
        assertEquals(JsonValue.NULL, frame.payload());
    }

    @Test
    void namesAreUnique() {
        List<String> names =
                GoldenFrames.all().stream().map(GoldenFrames.Golden::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
    }
}
