package io.meshws.testing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits with a bound: for conditions that can only be polled. If something can signal, wait for that instead. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    /** A condition may ask a server. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails if it doesn't within two minutes. */
    public static void holds(BooleanSupplier condition) {
        holds("condition", PATIENCE, condition);
    }

    public static void holds(Duration within, BooleanSupplier condition) {
        holds("condition", within, condition);
    }

    /** Like {@link #holds(BooleanSupplier)}; fails with the text. */
    public static void holds(String what, BooleanSupplier condition) {
        holds(what, PATIENCE, condition);
    }

    /** Returns as soon as the condition holds; fails with the text if it doesn't within the time. */
    public static void holds(String what, Duration within, BooleanSupplier condition) {
        long begun = System.nanoTime();
        inTheEnd(what, () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            if (System.nanoTime() - begun > within.toNanos()) {
                throw new AssertionError(what + ": not within " + within);
            }
            return false;
        });
    }

    /** Returns as soon as the condition holds, however long that takes: the condition itself fails if it never will. */
    public static void inTheEnd(String what, BooleanSupplier condition) {
        long pause = SHORTEST_PAUSE;
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(pause);
            if (Thread.interrupted()) {
                throw new AssertionError(what + ": interrupted while waiting");
            }
            pause = Math.min(pause + pause / 8, LONGEST_PAUSE);
        }
    }

    public static <T> void equal(String what, T expected, Supplier<T> value) {
        equal(what, PATIENCE, expected, value);
    }

    /** Returns as soon as the value is the expected one; fails with the last value if that doesn't happen. */
    public static <T> void equal(String what, Duration within, T expected, Supplier<T> value) {
        AtomicReference<T> last = new AtomicReference<>();
        try {
            holds(what, within, () -> {
                last.set(value.get());
                return expected.equals(last.get());
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; expected " + expected + ", found " + last.get(), e);
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
