package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds on the events that wait for listeners, in number and in characters. */
@Timeout(60)
class SlowListenersTest {
    private final ScriptedServer server = new ScriptedServer().echo();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Void> blocked = new CompletableFuture<>();
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private MeshClient client;

    private void connect(MeshClientBuilder builder) {
        client = builder.reconnect(ReconnectPolicy.NEVER).build();
        client.on("x", JsonValue.class, payload -> {
            blocked.complete(null);
            try {
                assertTrue(release.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        client.onClose(closed::complete);
        client.connectSync();
    }

    @AfterEach
    void close() {
        release.countDown();
        client.close();
        server.close();
    }

    private void assertClosedAsTooSlow() {
        Eventually.holds("the end", () -> !client.isConnected());
        assertEquals(4001, Eventually.get(server.closed));
        release.countDown();
        assertEquals(4001, Eventually.get(closed).code());
    }

    @Test
    void tooManyEventsLoseTheConnection() {
        connect(server.builder().maxPendingEvents(10));
        for (int i = 0; i < 12; i++) {
            server.send(FrameText.event("x", Integer.toString(i)));
        }
        assertClosedAsTooSlow();
    }

    @Test
    void eventsThatAreTooLongTogetherLoseTheConnection() {
        connect(server.builder().maxPendingCharacters(10_000));
        String event = FrameText.event("x", '"' + "x".repeat(4_000) + '"');
        server.send(event);
        Eventually.get(blocked);
        server.send(event);
        client.commandSync("mesh/noop", null, JsonValue.class);
        assertFalse(closed.isDone(), "two of them fit");
        server.send(event);
        assertClosedAsTooSlow();
    }

    @Test
    void aSingleEventMayBeLongerThanTheLimit() {
        connect(server.builder().maxPendingCharacters(10));
        release.countDown();
        CompletableFuture<String> heard = new CompletableFuture<>();
        client.on("y", String.class, heard::complete);
        server.send(FrameText.event("y", "\"" + "y".repeat(1000) + "\""));
        assertEquals(1000, Eventually.get(heard).length());
    }

    @Test
    void anErrorOfTheJvmInAListenerEndsTheConnection() {
        release.countDown();
        connect(server.builder());
        client.on("y", JsonValue.class, payload -> {
            throw new OutOfMemoryError("meant to fail");
        });
        server.send(FrameText.event("y", "1"));
        assertEquals(1011, Eventually.get(server.closed));
        assertEquals(1011, Eventually.get(closed).code());
        assertFalse(client.isConnected());
    }

    @Test
    void anErrorOfTheJvmEndsTheConnection() {
        AtomicBoolean fails = new AtomicBoolean();
        release.countDown();
        connect(server.builder().executor(task -> {
            if (fails.getAndSet(false)) {
                throw new OutOfMemoryError("meant to fail");
            }
            ForkJoinPool.commonPool().execute(task);
        }));
        client.commandSync("mesh/noop", null, JsonValue.class);
        fails.set(true);
        server.send(FrameText.event("x", "1"));
        assertEquals(1011, Eventually.get(server.closed));
        assertEquals(1011, Eventually.get(closed).code());
        assertFalse(client.isConnected());
    }
}
