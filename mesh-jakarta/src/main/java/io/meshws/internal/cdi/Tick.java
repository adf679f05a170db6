package io.meshws.internal.cdi;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The task that a tick driver runs. Servers keep the object that was passed to an EJB for longer than the application
 * lives, so after it's stopped this one holds nothing. Thread-safe.
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
        // A driver that runs late may catch up with several calls at once.
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
