package io.meshws.client.internal.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.client.ManualTimers;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final ManualTimers timers = new ManualTimers();
    private final Outbox outbox = new Outbox(1000, timers, failure -> {
        throw new AssertionError(failure);
    });
    private final List<String> sent = new ArrayList<>();
    private final List<SendHandler> overlooked = new ArrayList<>();
    private int pongs;

    /** A connection that overlooks a frame until the next write, if that is a pong. */
    private final RemoteEndpoint.Async remote = (RemoteEndpoint.Async) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {RemoteEndpoint.Async.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("sendText")) {
                    sent.add((String) arguments[0]);
                    overlooked.add((SendHandler) arguments[1]);
                } else {
                    assertEquals("sendPong", method.getName());
                    pongs++;
                    completeAll();
                }
                return null;
            });

    private void completeAll() {
        List<SendHandler> now = List.copyOf(overlooked);
        overlooked.clear();
        now.forEach(handler -> handler.onResult(new SendResult()));
    }

    @Test
    void aMessageThatTheConnectionOverlookedIsSentSoon() {
        outbox.open(remote);
        outbox.offer(Outgoing.of("a"));
        outbox.offer(Outgoing.of("b"));
        timers.advance(Duration.ofSeconds(1));
        assertEquals(List.of("a", "b"), sent);
        assertEquals(1, pongs);
    }

    @Test
    void aConnectionThatIsOnlySlowIsRemindedOnce() {
        outbox.open(remote);
        outbox.offer(Outgoing.of("a"));
        for (int i = 0; i < 3; i++) {
            timers.advance(Duration.ofMillis(400));
            completeAll();
            outbox.offer(Outgoing.of("b"));
        }
        assertEquals(0, pongs, "each was sent in time");
        overlooked.clear();
        timers.advance(Duration.ofMinutes(1));
        assertEquals(1, pongs);
    }

    @Test
    void noTimerIsLeftWhenAllIsSent() {
        outbox.open(remote);
        outbox.offer(Outgoing.of("a"));
        completeAll();
        timers.advance(Duration.ofSeconds(1));
        assertEquals(0, timers.waiting());
    }
}
