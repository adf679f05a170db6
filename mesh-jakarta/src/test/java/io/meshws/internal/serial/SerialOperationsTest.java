package io.meshws.internal.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SerialOperationsTest {
    private final SerialOperations serial = new SerialOperations();
    private final List<String> begun = new ArrayList<>();
    private final Map<String, CompletableFuture<String>> running = new ConcurrentHashMap<>();

    private Supplier<CompletionStage<String>> operation(String name) {
        return () -> {
            begun.add(name);
            return running.computeIfAbsent(name, key -> new CompletableFuture<>());
        };
    }

    private void end(String name) {
        running.get(name).complete(name + " done");
    }

    @Test
    void oneBeginsWhenTheLastHasEndedHoweverItDid() {
        CompletionStage<String> a = serial.run(operation("a"));
        CompletionStage<String> b = serial.run(() -> {
            throw new IllegalStateException("b");
        });
        CompletionStage<String> c = serial.run(operation("c"));
        assertEquals(List.of("a"), begun);
        running.get("a").completeExceptionally(new IllegalStateException("a"));
        assertEquals(List.of("a", "c"), begun);
        assertEquals("a", Eventually.failure(a).getMessage());
        assertEquals("b", Eventually.failure(b).getMessage());
        end("c");
        assertEquals("c done", Eventually.get(c));
    }

    @Test
    void waitingChangesAreReplacedByTheLatestAndHaveItsResult() {
        CompletionStage<String> first = serial.runLatest("k", operation("1"));
        CompletionStage<String> second = serial.runLatest("k", operation("2"));
        CompletionStage<String> third = serial.runLatest("k", operation("3"));
        assertEquals(List.of("1"), begun);
        end("1");
        assertEquals(List.of("1", "3"), begun);
        assertFalse(second.toCompletableFuture().isDone());
        // It's already running: later operations wait for it.
        CompletionStage<String> fourth = serial.runLatest("k", operation("4"));
        end("3");
        end("4");
        assertEquals(List.of("1", "3", "4"), begun);
        assertEquals("1 done", Eventually.get(first));
        assertEquals("3 done", Eventually.get(second));
        assertEquals("3 done", Eventually.get(third));
        assertEquals("4 done", Eventually.get(fourth));
    }

    @Test
    void otherKeysDoNotComeBetween() {
        serial.runLatest("k", operation("1"));
        serial.runLatest("k", operation("2"));
        serial.runLatest("l", operation("x"));
        serial.runLatest("k", operation("3"));
        serial.runLatest("l", operation("y"));
        end("1");
        end("3");
        assertEquals(List.of("1", "3", "y"), begun);
    }

    @Test
    void nothingIsMovedAcrossAnOperationWithoutKey() {
        serial.runLatest("k", operation("1"));
        serial.runLatest("k", operation("2"));
        serial.run(operation("other"));
        serial.runLatest("k", operation("3"));
        serial.runLatest("k", operation("4"));
        end("1");
        end("2");
        end("other");
        assertEquals(List.of("1", "2", "other", "4"), begun);
    }

    @Test
    void aFailureIsThatOfAllThatWaited() {
        serial.run(operation("a"));
        CompletionStage<String> first = serial.runLatest("k", operation("1"));
        IllegalStateException failure = new IllegalStateException("2");
        CompletionStage<String> second = serial.runLatest("k", () -> CompletableFuture.failedFuture(failure));
        end("a");
        assertSame(failure, Eventually.failure(first));
        assertSame(failure, Eventually.failure(second));
    }

    @Test
    void anErrorFailsTheOperationAndNotTheNext() {
        Error error = new NoClassDefFoundError("on purpose");
        assertSame(error, Eventually.failure(serial.run(() -> broken(error))));
        assertSame(error, Eventually.failure(serial.runLatest("k", () -> broken(error))));
        assertEquals("next", Eventually.get(serial.run(() -> CompletableFuture.completedFuture("next"))));
    }

    private static CompletionStage<String> broken(Error error) {
        throw error;
    }
}
