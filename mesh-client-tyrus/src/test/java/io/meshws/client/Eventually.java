package io.meshws.client;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits with a bound. */
final class Eventually {
    private static final Duration BOUND = Duration.ofMinutes(2);

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("not within " + BOUND + ": " + what);
            }
            LockSupport.parkNanos(2_000_000);
            if (Thread.interrupted()) {
                fail("interrupted while waiting: " + what);
            }
        }
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The client's exception with which the future fails. */
    static MeshClientException failure(CompletableFuture<?> future) {
        try {
            Object value = future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            return fail("succeeded with " + value);
        } catch (ExecutionException e) {
            return (MeshClientException) e.getCause();
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
