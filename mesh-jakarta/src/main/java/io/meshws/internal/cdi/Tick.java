package io.meshws.internal.cdi;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a tick driver runs. Servers keep what was handed to an EJB for longer than the application lives; once stopped, this
 * holds nothing. Thread-safe.
 */
final class Tick implements Runnable {
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Runnable target;

    Tick(Runnable target) {
        this.target = target;
    }

    @Override
    public void run() {
        Runnable current = target;
        // Drivers that run late may catch up all at once.
        if (current != null && running.compareAndSet(false, true)) {
            try {
                current.run();
            } finally {
                running.set(false);
            }
        }
    }

    void stop() {
        target = null;
    }
}
