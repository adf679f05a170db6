package io.meshws.testing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits with a bound. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails if it doesn't in time. */
    public static void holds(BooleanSupplier condition) {
        holds(PATIENCE, condition);
    }

    public static void holds(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("does not hold after " + patience);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** The stage's result; fails if there is none in time. */
    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result after " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** The stage's failure; fails if the stage succeeds, or doesn't end in time. */
    public static Throwable failure(CompletionStage<?> stage) {
        try {
            Object result = stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("succeeded with " + result);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result after " + PATIENCE, e);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
