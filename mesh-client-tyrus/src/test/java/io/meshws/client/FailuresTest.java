package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.FrameText;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of networks, servers and applications, as a client meets them. */
@Timeout(60)
class FailuresTest {
    private final ScriptedServer server = new ScriptedServer().echo();
    private final Cable cable = new Cable(server.uri());
    private MeshClient client;

    private MeshClientBuilder builder() {
        return MeshClient.builder(cable.uri()).reconnect(Fast.POLICY);
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        cable.close();
        server.close();
    }

    private void awaitConnection(int number) {
        String id = "c-" + number;
        Eventually.holds("connection " + number, () -> client.state().equals(new ConnectionState.Online(id)));
    }

    /** Answers each handshake with a text, and then ends the connection. */
    private MeshClientException refusedWith(String answer) throws Exception {
        try (ServerSocket refusing = new ServerSocket(0)) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket socket = refusing.accept()) {
                    socket.getInputStream().read(new byte[8192]);
                    OutputStream out = socket.getOutputStream();
                    out.write(answer.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    socket.getInputStream().read(new byte[1]);
                } catch (java.io.IOException e) {
                    // The client ended it.
                }
            });
            client = MeshClient.builder(URI.create("ws://127.0.0.1:" + refusing.getLocalPort() + "/mesh"))
                    .build();
            MeshClientException e = assertThrows(MeshClientException.class, client::connectSync);
            Eventually.get(served);
            return e;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 403, 404, 429, 500, 503})
    void aRefusedHandshakeSaysItsStatus(int status) throws Exception {
        MeshClientException e =
                refusedWith("HTTP/1.1 " + status + " Because\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
        assertEquals("EGONE", e.code());
        assertEquals(status, e.httpStatus().orElseThrow());
        assertTrue(e.getMessage().contains(status + " Because"), e.getMessage());
    }

    @Test
    void aRefusalSaysWhichLimitWasReached() throws Exception {
        MeshClientException e = refusedWith(
                "HTTP/1.1 429 Too Many Requests\r\nMesh-Refused: mesh.max-connections\r\nContent-Length: 0\r\n\r\n");
        assertTrue(e.getMessage().contains("429 Too Many Requests (mesh.max-connections)"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
                "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
            })
    void anAnswerThatIsNoWebSocketIsAnError(String answer) throws Exception {
        assertEquals("EGONE", refusedWith(answer).code());
    }

    @Test
    void anAnswerWithoutEndIsCutShort() throws Exception {
        MeshClientException e = refusedWith("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000));
        assertEquals("EGONE", e.code());
        assertTrue(e.getMessage().contains("too big"), e.getMessage());
    }

    @Test
    void aNetworkThatSwallowsEverythingIsNoticedByTheMissingPings() {
        client = builder()
                .pingTimeout(Duration.ofMillis(150))
                .maxMissedPings(1)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        CompletableFuture<Reconnected> back = new CompletableFuture<>();
        client.onReconnect(back::complete);
        client.connectSync();
        cable.swallow();
        // This server never pings, so no connection lasts: none may be waited for by its number.
        Eventually.get(back);
    }

    @Test
    void aServerThatPingsIsAlive() throws Exception {
        ManualTimers timers = new ManualTimers();
        client = server.builder()
                .pingTimeout(Duration.ofSeconds(30))
                // This clock runs ahead of the network: no attempt may be late by it.
                .connectTimeout(Duration.ofDays(1))
                .build(timers.threads());
        client.connectSync();
        for (int i = 0; i < 10; i++) {
            timers.advance(Duration.ofSeconds(31));
            server.send(FrameText.event("ping", "{}"));
            assertEquals("pong", server.next().command());
        }
        assertEquals(1, server.connections());
        timers.advance(Duration.ofSeconds(31));
        timers.advance(Duration.ofSeconds(31));
        timers.advance(Duration.ofSeconds(31));
        // It may learn of the end after its timers have fired, and then waits for another one before it connects again.
        Eventually.holds("another connection", () -> {
            timers.advance(Duration.ofSeconds(1));
            return server.connections() == 2;
        });
    }

    @Test
    void silenceMayBeTakenForLife() {
        ManualTimers timers = new ManualTimers();
        client = server.builder().pingTimeout(Duration.ZERO).build(timers.threads());
        client.connectSync();
        timers.jump(Duration.ofDays(1));
        assertEquals(1, client.commandSync("echo", 1, Integer.class));
        assertEquals(1, server.connections());
    }

    @Test
    void aSlowNetworkIsSlowAndNothingElse() {
        cable.delay(Duration.ofMillis(300));
        client = builder().build();
        client.connectSync();
        long begun = System.nanoTime();
        assertEquals(5, client.commandSync("echo", 5, Integer.class));
        assertTrue(System.nanoTime() - begun >= Duration.ofMillis(600).toNanos());
        assertEquals(1, cable.connections());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100, 5_000, 65_600})
    void aCutWithinAFrameIsNoFrame(int bytes) throws Exception {
        client = builder().build();
        CompletableFuture<String> heard = new CompletableFuture<>();
        client.on("x", String.class, heard::complete);
        client.connectSync();
        cable.toClient().cutAfter(bytes);
        server.send(FrameText.event("x", '"' + "x".repeat(70_000) + '"'));
        awaitConnection(2);
        assertTrue(!heard.isDone());
        server.send(FrameText.event("x", "\"whole\""));
        assertEquals("whole", Eventually.get(heard));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 20, 40, 55})
    void aLostByteIsNoticedAndNothingWrongIsTold(int place) {
        client = builder().build();
        List<String> heard = new CopyOnWriteArrayList<>();
        client.on("x", String.class, heard::add);
        client.connectSync();
        cable.toClient().loseBytes(place, 1);
        String text = "0123456789".repeat(3);
        try {
            for (int i = 0; i < 1000 && client.connectionId().equals(ScriptedServer.CONNECTION_ID); i++) {
                server.send(FrameText.event("x", '"' + text + '"'));
            }
        } catch (java.io.UncheckedIOException e) {
            // The connection is closed, as it should be.
        }
        awaitConnection(2);
        server.send(FrameText.event("x", "\"whole\""));
        Eventually.holds("the next event", () -> heard.contains("whole"));
        assertTrue(heard.stream().allMatch(one -> one.equals(text) || one.equals("whole")), heard.toString());
    }

    @Test
    void aCutWithinTheHandshakeIsAFailedAttempt() {
        cable.toClient().cutAfter(20);
        // Tyrus does not tell of a connection that ends before the server's answer does.
        client = builder()
                .connectTimeout(Duration.ofSeconds(2))
                .reconnect(Fast.POLICY.retriesFirstConnect(true))
                .build();
        client.connectSync();
        assertTrue(cable.connections() >= 2);
    }

    @Test
    void callbacksThatThrowHarmNothing() {
        client = builder().build();
        client.onState(state -> {
            throw new IllegalStateException("meant to fail");
        });
        client.onReconnect(back -> {
            throw new IllegalStateException("meant to fail");
        });
        client.onClose(event -> {
            throw new AssertionError("meant to fail");
        });
        client.connectSync();
        cable.cut();
        awaitConnection(2);
        assertEquals(1, client.commandSync("echo", 1, Integer.class));
    }

    @Test
    void callbacksThatBlockHoldUpNoReconnection() throws Exception {
        client = builder().build();
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        client.onClose(event -> {
            blocked.complete(null);
            try {
                assertTrue(release.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        client.connectSync();
        cable.cut();
        Eventually.get(blocked);
        awaitConnection(2);
        assertEquals(1, client.commandSync("echo", 1, Integer.class));
        cable.cut();
        awaitConnection(3);
        release.countDown();
    }

    @Test
    void aListenerThatBlocksHoldsUpNoOtherClient() {
        CountDownLatch release = new CountDownLatch(1);
        List<MeshClient> clients = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                ScriptedServer blocking = new ScriptedServer();
                MeshClient blocked = blocking.connected();
                clients.add(blocked);
                blocked.on("x", Integer.class, n -> await(release));
                blocking.send(FrameText.event("x", "1"));
            }
            client = builder().build();
            CompletableFuture<Integer> heard = new CompletableFuture<>();
            client.on("x", Integer.class, heard::complete);
            client.connectSync();
            server.send(FrameText.event("x", "5"));
            assertEquals(5, Eventually.get(heard));
            assertEquals(6, Eventually.get(client.command("echo", 6, Integer.class)));
        } finally {
            release.countDown();
            clients.forEach(MeshClient::close);
        }
    }

    private static void await(CountDownLatch release) {
        try {
            assertTrue(release.await(40, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
