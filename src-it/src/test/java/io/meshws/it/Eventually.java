package io.meshws.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** For conditions that can only be polled; if something can signal, wait for that instead. */
final class Eventually {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails with the text if it doesn't within the time. */
    static void holds(String what, Duration within, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not within " + within);
            }
            LockSupport.parkNanos(STEP);
        }
    }

    /** Returns as soon as the value is the expected one; fails with the last value if that doesn't happen. */
    static <T> void equal(String what, Duration within, T expected, Supplier<T> value) {
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
}
