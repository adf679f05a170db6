package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void connectingAnswersWithTheConnectionId() {
        try (MeshClient client = MeshClient.builder(server.uri()).build()) {
            assertFalse(client.isConnected());
            assertNull(client.connectionId());
            CompletableFuture<String> connecting = client.connect();
            assertEquals(ScriptedServer.CONNECTION_ID, Eventually.get(connecting));
            assertEquals(ScriptedServer.CONNECTION_ID, client.connectSync(), "connected already");
            assertTrue(client.isConnected());
            assertEquals(ScriptedServer.CONNECTION_ID, client.connectionId());
        }
    }

    @Test
    void headersTravelWithTheHandshake() {
        try (MeshClient client = MeshClient.builder(server.uri())
                .header("Authorization", "Bearer t")
                .build()) {
            client.connectSync();
            assertEquals("Bearer t", server.header("Authorization"));
        }
    }

    @Test
    void theServersCloseFailsRequestsInFlight() throws Exception {
        try (MeshClient client = server.connected(builder -> builder.reconnect(ReconnectPolicy.NEVER))) {
            CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
            List<String> order = new CopyOnWriteArrayList<>();
            client.on("x", String.class, order::add);
            client.onClose(event -> {
                order.add("closed");
                closed.complete(event);
            });
            CompletableFuture<String> call = client.command("x", 1, String.class);
            server.next();
            server.send(FrameText.event("x", "\"event\""));
            server.close(4002, "no pongs");

            assertEquals("EUNKNOWN", ClientFailure.of(call).code(), "it was sent");
            assertEquals(new CloseEvent(4002, "no pongs"), Eventually.get(closed));
            assertEquals(List.of("event", "closed"), order);
            assertFalse(client.isConnected());
            assertEquals(
                    "EGONE",
                    assertThrows(MeshClientException.class, () -> client.commandSync("x", 1, String.class))
                            .code());
        }
    }

    @Test
    void theClientsCloseFailsRequestsInFlightAndTellsTheServer() throws Exception {
        MeshClient client = server.connected();
        List<CloseEvent> closed = new CopyOnWriteArrayList<>();
        client.onClose(closed::add);
        CompletableFuture<String> call = client.command("x", 1, String.class);
        CompletableFuture<Throwable> waiting = new CompletableFuture<>();
        new Thread(() -> waiting.complete(
                        assertThrows(MeshClientException.class, () -> client.commandSync("y", 1, String.class))))
                .start();
        server.next();
        server.next();

        client.close();
        client.close();

        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
        assertEquals("EUNKNOWN", ((MeshClientException) Eventually.get(waiting)).code());
        assertEquals(1000, Eventually.get(server.closed));
        Eventually.holds("the close listener", () -> closed.size() == 1);
        assertEquals(1000, closed.get(0).code());
        assertEquals("EGONE", ClientFailure.of(client.connect()).code());
        assertEquals(
                "EGONE", ClientFailure.of(client.command("x", 1, String.class)).code());
        assertThrows(MeshClientException.class, () -> client.send("x", 1));
    }

    @Test
    void messagesSentBeforeTheCloseArrive() throws Exception {
        MeshClient client = server.connected();
        for (int i = 0; i < 200; i++) {
            client.send("tick", i);
        }
        client.close();
        for (int i = 0; i < 200; i++) {
            assertEquals(Integer.toString(i), server.next().payload().toString());
        }
    }

    @Test
    void aListenerMayCloseTheClient() {
        MeshClient client = server.connected();
        CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        client.onClose(closed::complete);
        client.on("bye", String.class, text -> client.close());
        server.send(FrameText.event("bye", "\"\""));
        assertEquals(1000, Eventually.get(closed).code());
    }

    @Test
    void aClientThatStaysOfflineCanConnectAgain() {
        try (MeshClient client = server.connected(builder -> builder.reconnect(ReconnectPolicy.NEVER))) {
            CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
            client.onClose(closed::complete);
            server.close(1001, "restart");
            Eventually.get(closed);
            assertInstanceOf(ConnectionState.Offline.class, client.state());
            assertEquals("c-2", client.connectSync());
            assertTrue(client.isConnected());
        }
    }

    @Test
    void aRefusedConnectionSaysSo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        URI nobody = URI.create("ws://127.0.0.1:" + port + "/mesh");
        try (MeshClient client = MeshClient.builder(nobody).build()) {
            MeshClientException e = assertThrows(MeshClientException.class, client::connectSync);
            assertEquals("EGONE", e.code());
            assertTrue(e.getMessage().contains(nobody.toString()), e.getMessage());
            assertEquals("EGONE", ClientFailure.of(client.connect()).code());
        }
    }

    @Test
    void aPathWithoutAServerIsAFailedConnection() {
        URI wrong = server.uri().resolve("/elsewhere");
        try (MeshClient client = MeshClient.builder(wrong).build()) {
            MeshClientException e = ClientFailure.of(client.connect());
            assertEquals("EGONE", e.code());
            assertEquals(404, e.httpStatus().orElseThrow());
        }
    }

    @Test
    void aTimeOutBeyondAllNumbersIsNone() {
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        server.echo();
        try (MeshClient client = server.builder()
                .connectTimeout(ever)
                .requestTimeout(ever)
                .pingTimeout(ever)
                .build()) {
            client.connectSync();
            CommandOptions patient = CommandOptions.DEFAULT.timeout(ever);
            assertEquals(1, client.commandSync("echo", 1, Integer.class, patient));
        }
    }

    @Test
    void aMessageBeyondTheLimitEndsTheConnectionForGood() {
        try (MeshClient client =
                MeshClient.builder(server.uri()).maxFrameBytes(10_000).build()) {
            CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
            client.onClose(closed::complete);
            client.connectSync();
            server.send(FrameText.event("x", "\"" + "x".repeat(100_000) + "\""));
            Eventually.get(closed);
            assertFalse(client.isConnected());
        }
    }

    @Test
    void onlyWebSocketAddressesAreTaken() {
        assertThrows(IllegalArgumentException.class, () -> MeshClient.builder(URI.create("http://localhost")));
    }

    @Test
    void noThreadIsLeftAfterTheClientsClose() {
        useEverything(client -> {});
    }

    @Test
    void noThreadIsLeftAfterTheServersClose() {
        useEverything(client -> {
            server.close(1001, "restart");
            Eventually.holds("the end", () -> !client.isConnected());
        });
    }

    private void useEverything(Consumer<MeshClient> end) {
        server.echo();
        try (MeshClient client = server.connected()) {
            CompletableFuture<Integer> heard = new CompletableFuture<>();
            client.on("x", Integer.class, heard::complete);
            server.send(FrameText.event("x", "1"));
            Eventually.get(heard);
            client.command("echo", 1, Integer.class).join();
            List<Thread> threads = Threads.ofClients();
            assertTrue(threads.size() >= 3, threads.toString());
            assertTrue(threads.stream().allMatch(Thread::isDaemon), threads.toString());
            end.accept(client);
        }
        Threads.assertNoneLeft();
    }
}
