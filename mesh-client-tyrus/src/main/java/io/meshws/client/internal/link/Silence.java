package io.meshws.client.internal.link;

import io.meshws.client.internal.runtime.Timers;

/**
 * Notices a connection that is dead without a word, by the rule of Mesh's clients: looks once in a ping time-out whether
 * anything arrived, and reports when too many checks in a row found nothing. Thread-safe.
 */
final class Silence {
    private final Settings.Timeouts timeouts;
    private final Timers timers;
    private final Runnable tooLong;
    private volatile boolean heard;

    // Guarded by this.
    private Timers.Timer timer = Timers.Timer.NONE;
    private int missed;
    private boolean ended;

    Silence(Settings.Timeouts timeouts, Timers timers, Runnable tooLong) {
        this.timeouts = timeouts;
        this.timers = timers;
        this.tooLong = tooLong;
    }

    synchronized void begin() {
        if (!ended && !timeouts.ping().isZero()) {
            timer = timers.after(timeouts.ping(), this::look);
        }
    }

    /** Something arrived. */
    void broken() {
        if (!heard) {
            heard = true;
        }
    }

    synchronized void end() {
        ended = true;
        timer.cancel();
    }

    private void look() {
        synchronized (this) {
            if (ended) {
                return;
            }
            missed = heard ? 0 : missed + 1;
            heard = false;
            if (missed <= timeouts.maxMissedPings()) {
                timer = timers.after(timeouts.ping(), this::look);
                return;
            }
        }
        tooLong.run();
    }
}
