package io.meshws.internal.serial;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread at a time do what many ask for. A thread that asks while another one is in the loop returns at once, and the
 * other one goes round again. So everything that was there before {@link #run} is seen after it, without a lock. Thread-safe.
 */
public final class DrainLoop {
    private final Runnable round;
    /** How often {@link #run} was called while a thread was in it. */
    private final AtomicInteger wanted = new AtomicInteger();

    /**
     * @param round does all that there is to do; must not throw
     */
    public DrainLoop(Runnable round) {
        this.round = round;
    }

    /** Goes round, here or on the thread that does so now. */
    public void run() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            round.run();
            seen = wanted.addAndGet(-seen);
        } while (seen != 0);
    }
}
