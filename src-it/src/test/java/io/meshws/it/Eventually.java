package io.meshws.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** For what can only be seen by looking again; where something can tell, wait for that instead. */
final class Eventually {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails with the text when it does not within the time. */
    static void holds(String what, Duration within, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not within " + within);
            }
            LockSupport.parkNanos(STEP);
        }
    }
}
