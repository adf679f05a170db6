package io.meshws.internal.serial;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Lets one thread at a time do the work that many ask for. A thread that asks while another one is in the loop returns
 * at once, and the other one runs another round. So a round after {@link #run} sees everything that was there before
 * it, without a lock. Thread-safe.
 */
public final class DrainLoop {
    private static final AtomicIntegerFieldUpdater<DrainLoop> WANTED =
            AtomicIntegerFieldUpdater.newUpdater(DrainLoop.class, "wanted");

    private final Runnable round;
    /** How often {@link #run} was called while a thread was in it. */
    private volatile int wanted;

    /** @param round does all work that is there; must not throw */
    public DrainLoop(Runnable round) {
        this.round = round;
    }

    /** Runs a round, here or on the thread that is already doing so. */
    public void run() {
        if (WANTED.getAndIncrement(this) != 0) {
            return;
        }
        int seen = 1;
        do {
            round.run();
            seen = WANTED.addAndGet(this, -seen);
        } while (seen != 0);
    }
}
