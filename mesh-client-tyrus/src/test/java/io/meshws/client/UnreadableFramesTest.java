package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame that cannot be read fails its call, is answered, or ends the connection; it is never dropped silently. */
@Timeout(60)
class UnreadableFramesTest {
    private static final String DEEP = "[".repeat(100) + "]".repeat(100);

    private final ScriptedServer server = new ScriptedServer();
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private MeshClient client;

    private void connect(MeshClientBuilder builder) {
        client = builder.reconnect(ReconnectPolicy.NEVER).build();
        client.onClose(closed::complete);
        client.connectSync();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void assertClosedAsUnreadable() {
        assertEquals(1007, Eventually.get(closed).code());
        assertEquals(1007, Eventually.get(server.closed));
        assertFalse(client.isConnected());
    }

    @Test
    void aReplyThatNestsTooDeepFailsItsCall() {
        server.onCall((s, call) -> s.reply(call, DEEP));
        connect(MeshClient.builder(server.uri()));

        MeshClientException e =
                assertThrows(MeshClientException.class, () -> client.commandSync("x", null, JsonValue.class));

        assertEquals("ETOODEEP", e.code());
        assertTrue(e.getMessage().contains("64") && e.getMessage().contains("maxDepth"), e.getMessage());
        assertTrue(client.isConnected());
        assertEquals(0, client.requestsInFlight());
    }

    @Test
    void aReplyWithANumberBeyondTheLimitFailsItsCall() {
        server.onCall((s, call) -> s.reply(call, "1" + "0".repeat(600)));
        connect(MeshClient.builder(server.uri()));
        assertEquals(
                "ENUMBER",
                ClientFailure.of(client.command("x", null, JsonValue.class)).code());
    }

    @Test
    void theLimitsCanBeSet() {
        server.onCall((s, call) -> s.reply(call, "[1" + "0".repeat(600) + "," + DEEP + "]"));
        connect(MeshClient.builder(server.uri()).maxDepth(102).maxNumberLength(601));
        JsonValue value = client.commandSync("x", null, JsonValue.class);
        assertEquals(DEEP, value.asJsonArray().get(1).toString());
    }

    @Test
    void aRequestOfTheServerIsAnsweredWithTheReason() throws Exception {
        connect(MeshClient.builder(server.uri()));
        server.send(FrameText.serverCall("s:7", "confirm", DEEP));
        Frame.ServerCall answer = assertInstanceOf(Frame.ServerCall.class, server.next());
        assertEquals("s:7", answer.id());
        assertEquals("ETOODEEP", answer.payload().asJsonObject().getString("code"));
        assertTrue(client.isConnected());
    }

    @Test
    void anEventThatNestsTooDeepEndsTheConnection() throws Exception {
        connect(MeshClient.builder(server.uri()));
        CompletableFuture<JsonValue> call = client.command("x", null, JsonValue.class);
        server.next();
        server.send(FrameText.event("x", DEEP));
        assertClosedAsUnreadable();
        assertTrue(ClientFailure.of(call).getMessage().contains("could not be read"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"command\":5}",
                "{\"id\":true,\"command\":\"x\"}",
                "{\"id\":\"7\",\"command\":\"x\"}",
                "{\"id\":99999999999999999999,\"command\":\"x\"}",
                "{\"command\":\"x\",\"payload\":"
            })
    void textThatIsNoFrameEndsTheConnection(String text) {
        connect(MeshClient.builder(server.uri()));
        server.send(text);
        assertClosedAsUnreadable();
    }

    @Test
    void aBinaryFrameEndsTheConnection() {
        connect(MeshClient.builder(server.uri()));
        server.sendBinary(new byte[] {1, 2, 3});
        assertClosedAsUnreadable();
    }
}
