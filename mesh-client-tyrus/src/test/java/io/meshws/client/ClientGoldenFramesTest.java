package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.GoldenFrames;
import io.meshws.protocol.GoldenFrames.Golden;
import io.meshws.protocol.GoldenFrames.Sender;
import io.meshws.protocol.JsonLimits;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the frames that the client sends and reads with the protocol's golden frames. */
@Timeout(60)
class ClientGoldenFramesTest {
    private static final FrameReader READER = new FrameReader(JsonLimits.DEFAULT);
    /** The client answers these by itself, and always writes a payload. */
    private static final Set<String> NOT_CALLED = Set.of("pong", "latency-response", "request-without-payload");

    private final ScriptedServer server = new ScriptedServer();
    private final MeshClient client = server.connected();

    static List<Golden> sent() {
        return GoldenFrames.from(Sender.CLIENT).stream()
                .filter(golden -> !NOT_CALLED.contains(golden.name()))
                .toList();
    }

    static Stream<Golden> replies() throws Exception {
        Stream.Builder<Golden> replies = Stream.builder();
        for (Golden golden : GoldenFrames.from(Sender.SERVER)) {
            if (READER.read(golden.text()) instanceof Frame.ClientCall) {
                replies.add(golden);
            }
        }
        return replies.build();
    }

    static Stream<Golden> events() throws Exception {
        Stream.Builder<Golden> events = Stream.builder();
        for (Golden golden : GoldenFrames.from(Sender.SERVER)) {
            if (READER.read(golden.text()) instanceof Frame.Event event
                    && !Set.of(BuiltIn.ASSIGN_ID, BuiltIn.PING, BuiltIn.LATENCY_REQUEST)
                            .contains(event.command())) {
                events.add(golden);
            }
        }
        return events.build();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("sent")
    void theClientSendsTheGoldenFrames(Golden golden) throws Exception {
        Frame frame = READER.read(golden.text());
        if (frame instanceof Frame.ClientCall call) {
            client.command(call.command(), call.payload(), JsonValue.class);
            String text = server.nextText();
            long id = ((Frame.ClientCall) READER.read(text)).id();
            assertEquals(golden.text().replaceFirst("\"id\":" + call.id(), "\"id\":" + id), text);
        } else if (frame instanceof Frame.ServerCall reply) {
            if (!golden.name().endsWith("-error")) {
                client.onRequest("confirm", JsonValue.class, payload -> reply.payload());
            }
            server.send(FrameText.serverCall(reply.id(), "confirm", "{}"));
            assertEquals(golden.text(), server.nextText());
        } else {
            client.send(frame.command(), frame.payload());
            assertEquals(golden.text(), server.nextText());
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void goldenFramesEndRequests(Golden golden) throws Exception {
        Frame.ClientCall reply = (Frame.ClientCall) READER.read(golden.text());
        server.onCall((s, call) -> s.send(golden.text().replaceFirst("\"id\":" + reply.id(), "\"id\":" + call.id())));
        CompletableFuture<JsonValue> result = client.command(reply.command(), null, JsonValue.class);
        Optional<ErrorBody> error = ErrorBody.from(reply.payload());
        if (error.isPresent()) {
            assertEquals(error.get().code(), ClientFailure.of(result).code());
            assertTrue(reply.payload().asJsonObject().containsKey("name"), golden.name());
        } else {
            assertEquals(reply.payload(), Eventually.get(result));
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void listenersHearTheGoldenFrames(Golden golden) throws Exception {
        Frame event = READER.read(golden.text());
        CompletableFuture<JsonValue> heard = new CompletableFuture<>();
        client.on(event.command(), (JsonValue payload) -> heard.complete(payload));
        server.send(golden.text());
        assertEquals(event.payload(), Eventually.get(heard));
    }
}
