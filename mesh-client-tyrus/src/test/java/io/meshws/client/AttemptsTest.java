package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.meshws.protocol.ErrorCode;
import io.meshws.testing.Eventually;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts to connect end in time on any network. */
@Timeout(60)
class AttemptsTest {
    private final ScriptedServer server = new ScriptedServer().echo();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aConnectionWithoutAnIdTimesOut() {
        server.withoutId();
        try (MeshClient client = MeshClient.builder(server.uri())
                .connectTimeout(Duration.ofMillis(300))
                .build()) {
            assertEquals("ETIMEOUT", ClientFailure.of(client.connect()).code());
            assertFalse(client.isConnected());
            Eventually.get(server.closed);
        }
    }

    @Test
    void aCloseEndsTheAttemptToConnect() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            MeshClient client = MeshClient.builder(URI.create("ws://127.0.0.1:" + silent.getLocalPort()))
                    .build();
            CompletableFuture<String> connecting = client.connect();
            silent.accept();
            client.close();
            assertEquals("EGONE", ClientFailure.of(connecting).code());
        }
    }

    @Test
    void aServerThatDoesNotAnswerTheHandshakeLeavesNothingBehind() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            try (MeshClient client = MeshClient.builder(URI.create("ws://127.0.0.1:" + silent.getLocalPort()))
                    .connectTimeout(Duration.ofMillis(300))
                    .build()) {
                MeshClientException e = assertThrows(MeshClientException.class, client::connectSync);
                assertEquals("ETIMEOUT", e.code());
            }
            try (Socket accepted = silent.accept()) {
                accepted.setSoTimeout(10_000);
                InputStream in = accepted.getInputStream();
                assertTrue(in.readAllBytes().length > 0, "the request, and then the end");
            }
            Threads.assertNoneLeft();
        }
    }

    @Test
    void aNetworkThatDropsTheRequestToConnectLeavesNothingBehind() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        List<SocketChannel> others = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
            for (int i = 0; i < 10; i++) {
                SocketChannel other = SocketChannel.open();
                others.add(other);
                other.configureBlocking(false);
                other.connect(full.getLocalSocketAddress());
            }
            URI uri = URI.create("ws://127.0.0.1:" + full.getLocalPort());
            try (MeshClient client = MeshClient.builder(uri)
                    .connectTimeout(Duration.ofMillis(300))
                    .build()) {
                assertEquals(
                        "ETIMEOUT",
                        assertThrows(MeshClientException.class, client::connectSync)
                                .code());
            }
            Threads.assertNoneLeft();
        } finally {
            for (SocketChannel other : others) {
                other.close();
            }
        }
    }

    /** Tyrus does not tell of a connection that ends before the server's answer does, so the time-out decides. */
    @Test
    void aServerThatEndsTheConnectionBeforeItsAnswerIsGivenUpInTime() throws Exception {
        try (ServerSocket closing = new ServerSocket(0)) {
            Thread accepting = new Thread(() -> {
                try {
                    while (true) {
                        closing.accept().close();
                    }
                } catch (java.io.IOException e) {
                    // The end of the test.
                }
            });
            accepting.start();
            try (MeshClient client = MeshClient.builder(
                            URI.create("ws://127.0.0.1:" + closing.getLocalPort() + "/mesh"))
                    .connectTimeout(Duration.ofMillis(500))
                    .build()) {
                MeshClientException e = assertThrows(MeshClientException.class, client::connectSync);
                assertTrue(e.is(ErrorCode.ETIMEOUT) || e.is(ErrorCode.EGONE), e.code());
            }
        }
    }

    @Test
    void hostsThatNobodyKnowsLeaveNoSocketBehind() {
        URI uri = URI.create("ws://nowhere.invalid/mesh");
        try (MeshClient client = MeshClient.builder(uri).build()) {
            assertThrows(MeshClientException.class, client::connectSync);
            long before = openFiles();
            for (int i = 0; i < 30; i++) {
                assertThrows(MeshClientException.class, client::connectSync);
            }
            assertTrue(openFiles() < before + 15, before + " became " + openFiles());
        }
        Threads.assertNoneLeft();
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    @Test
    void anExecutorThatHasEndedHoldsUpNothing() {
        ExecutorService executor = Executors.newCachedThreadPool();
        try (MeshClient client = server.builder()
                .executor(executor)
                .reconnect(Fast.POLICY.attempts(2))
                .build()) {
            client.connectSync();
            executor.shutdown();
            server.close(1001, "restart");
            Eventually.holds("given up", () -> client.state() instanceof ConnectionState.Offline);
            assertEquals(1, server.connections());
        }
    }

    @Test
    void soDoesAServersExecutorThatIsNotUsableAnyMore() {
        AtomicBoolean over = new AtomicBoolean();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(4) {
            @Override
            public void execute(Runnable task) {
                check();
                super.execute(task);
            }

            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                check();
                return super.schedule(task, delay, unit);
            }

            private void check() {
                if (over.get()) {
                    throw new IllegalStateException("The application is not there");
                }
            }
        };
        try (MeshClient client = server.builder()
                .executor(executor)
                .scheduler(executor)
                .reconnect(Fast.POLICY)
                .build()) {
            client.connectSync();
            over.set(true);
            server.close(1001, "restart");
            Eventually.holds("noticed", () -> !client.isConnected());
        }
        executor.shutdownNow();
        Threads.assertNoneLeft();
    }
}
