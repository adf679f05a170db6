package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.testing.Eventually;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignInTest {
    private static final String SIGN_IN = "mesh/authenticate";

    private final ScriptedServer server = new ScriptedServer().echo();

    @AfterEach
    void close() {
        server.close();
    }

    private void signsIn() {
        server.reply(SIGN_IN, payload -> "{\"principal\":\"ada\"}");
    }

    @Test
    void aCredentialIsSentAfterEachConnectBeforeAnythingElse() throws Exception {
        signsIn();
        server.reply("mesh/join-room", payload -> "{\"success\":true,\"present\":[]}");
        AtomicInteger number = new AtomicInteger();
        try (MeshClient client = server.builder()
                .reconnect(Fast.POLICY)
                .credential(() -> Map.of("ticket", number.incrementAndGet()))
                .build()) {
            client.connect();
            CompletableFuture<Integer> waiting = client.command("echo", 1, Integer.class);
            assertEquals(1, Eventually.get(waiting));
            assertEquals("{\"ticket\":1}", sentFirst());
            server.nextCall("echo");
            Eventually.get(client.joinRoom("lobby"));
            server.nextCall("mesh/join-room");

            server.close(CloseCode.GOING_AWAY.number(), "");
            assertEquals("{\"ticket\":2}", sentFirst());
            assertEquals("mesh/join-room", server.next().command());
        }
    }

    private String sentFirst() throws InterruptedException {
        Frame first = server.next();
        assertEquals(SIGN_IN, first.command());
        return first.payload().asJsonObject().get("credential").toString();
    }

    @Test
    void aRefusalIsFinalAndTellsWhy() {
        server.reply(SIGN_IN, payload -> ErrorCode.EUNAUTHENTICATED.body("no").toJson());
        try (MeshClient client = server.builder()
                .reconnect(Fast.POLICY)
                .credential(() -> "wrong")
                .build()) {
            MeshClientException refusal = assertThrows(MeshClientException.class, client::connectSync);
            assertEquals("EUNAUTHENTICATED", refusal.code());
            assertInstanceOf(ConnectionState.Offline.class, client.state());
            assertEquals(4003, server.closed.join());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aServerThatRefusesLaterIsLeftForGood() {
        CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        try (MeshClient client = server.connected(builder -> builder.reconnect(Fast.POLICY))) {
            client.onClose(closed::complete);
            server.close(4003, "client is not signed in");
            assertEquals(4003, Eventually.get(closed).code());
            Eventually.holds("offline", () -> client.state() instanceof ConnectionState.Offline);
            assertEquals(1, server.connections());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ESERVER", "ETIMEOUT", "EBUSY"})
    void aFailureOfTheServerIsTriedOnAnotherConnection(ErrorCode code) {
        server.reply(
                SIGN_IN,
                payload -> server.connections() == 1 ? code.body("not now").toJson() : "{\"principal\":\"ada\"}");
        try (MeshClient client = server.builder()
                .reconnect(Fast.POLICY.retriesFirstConnect(true))
                .credential(() -> "right")
                .build()) {
            client.connectSync();
            assertEquals(2, server.connections());
        }
    }

    @Test
    void aCredentialThatCannotBeHadIsAskedForAgain() {
        signsIn();
        AtomicInteger asked = new AtomicInteger();
        try (MeshClient client = server.builder()
                .reconnect(Fast.POLICY.retriesFirstConnect(true))
                .credential(() -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("no ticket");
                    }
                    return "right";
                })
                .build()) {
            client.connectSync();
            assertEquals(2, server.connections());
        }
    }

    @Test
    void theTokenOfTheHandshakeIsTheCredentialIfTheServerAsks() throws Exception {
        signsIn();
        server.onOpen(ScriptedServer::assignIdAndAskForCredential);
        try (MeshClient client = server.connected(builder -> builder.bearerToken(() -> "abc"))) {
            assertEquals("\"abc\"", sentFirst());
            assertEquals("Bearer abc", server.header("Authorization"));
            assertTrue(client.isConnected());
        }
    }

    @Test
    void theTokenOfTheHandshakeIsNotSentAgainIfTheServerDoesNotAsk() throws Exception {
        signsIn();
        try (MeshClient client = server.connected(builder -> builder.bearerToken(() -> "abc"))) {
            client.commandSync("echo", 1, Integer.class);
            assertEquals("echo", server.next().command());
        }
    }

    @Test
    void aServerThatHasNothingToSignInToIsUsedWithout() {
        server.reply(SIGN_IN, payload -> ErrorCode.ENOTFOUND.body("nothing").toJson());
        try (MeshClient client = server.connected(builder -> builder.credential(() -> "any"))) {
            assertTrue(client.commandSync("echo", true, Boolean.class));
        }
    }
}
