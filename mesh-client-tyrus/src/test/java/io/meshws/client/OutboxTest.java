package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxTest {
    private final List<String> sent = new ArrayList<>();
    private final List<SendHandler> inFlight = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private Outbox outbox(int maxCharacters, BiConsumer<String, SendHandler> send) {
        RemoteEndpoint.Async remote = (RemoteEndpoint.Async) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RemoteEndpoint.Async.class},
                (proxy, method, arguments) -> {
                    send.accept((String) arguments[0], (SendHandler) arguments[1]);
                    return null;
                });
        return new Outbox(remote, maxCharacters, failures::add);
    }

    private Outbox held(int maxCharacters) {
        return outbox(maxCharacters, (text, handler) -> {
            sent.add(text);
            inFlight.add(handler);
        });
    }

    private void complete() {
        inFlight.remove(0).onResult(new SendResult());
    }

    @Test
    void oneSendIsInFlightAtATime() {
        Outbox outbox = held(100);
        outbox.offer("a");
        outbox.offer("b");
        outbox.offer("c");
        assertEquals(List.of("a"), sent);
        complete();
        assertEquals(List.of("a", "b"), sent);
        complete();
        complete();
        assertEquals(List.of("a", "b", "c"), sent);
        outbox.offer("d");
        assertEquals(1, inFlight.size());
    }

    @Test
    void completionsWithinTheCallDoNotGrowTheStack() {
        List<String> texts =
                IntStream.range(0, 100_000).mapToObj(Integer::toString).toList();
        List<SendHandler> first = new ArrayList<>();
        Outbox outbox = outbox(Integer.MAX_VALUE, (text, handler) -> {
            sent.add(text);
            if (first.isEmpty()) {
                first.add(handler);
            } else {
                handler.onResult(new SendResult());
            }
        });
        texts.forEach(outbox::offer);
        first.get(0).onResult(new SendResult());
        assertEquals(texts, sent);
    }

    @Test
    void whatWaitsIsBounded() {
        Outbox outbox = held(10);
        assertTrue(outbox.offer("x".repeat(50)), "a single text may be longer");
        assertFalse(outbox.offer("y"));
        complete();
        assertTrue(outbox.offer("12345"));
        assertTrue(outbox.offer("67890"));
        assertFalse(outbox.offer("y"));
        complete();
        assertTrue(outbox.offer("y"));
    }

    @Test
    void aFailureIsToldOnceAndEndsIt() {
        Outbox outbox = held(100);
        IOException cause = new IOException("lost");
        outbox.offer("a");
        outbox.offer("b");
        inFlight.remove(0).onResult(new SendResult(cause));
        assertEquals(List.of(cause), failures);
        assertTrue(outbox.offer("c"), "dropped");
        assertEquals(List.of("a"), sent);
    }

    @Test
    void anEngineThatThrowsIsAFailure() {
        IllegalStateException cause = new IllegalStateException("closed");
        Outbox outbox = outbox(100, (text, handler) -> {
            throw cause;
        });
        outbox.offer("a");
        outbox.offer("b");
        assertEquals(List.of(cause), failures);
    }

    @Test
    void drainingWaitsForTheLastSendButNotForEver() throws Exception {
        Outbox outbox = held(100);
        outbox.drain(Duration.ofSeconds(20));
        outbox.offer("a");
        outbox.drain(Duration.ofMillis(20));
        CompletableFuture<Void> completing = CompletableFuture.runAsync(this::complete);
        outbox.drain(Duration.ofSeconds(20));
        completing.join();
        assertTrue(inFlight.isEmpty());
    }
}
