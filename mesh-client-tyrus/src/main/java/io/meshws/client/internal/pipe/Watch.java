package io.meshws.client.internal.pipe;

import io.meshws.client.internal.runtime.Timers;
import io.meshws.protocol.pipe.PipeEnd;
import java.time.Duration;

/** Looks after an end of a pipe while that waits for something; otherwise no timer is set. The lock of the pipe guards it. */
final class Watch {
    private final Timers timers;
    private final PipeEnd<?, ?> end;
    private final Object lock;
    /** Null if none is set. */
    private Timers.Timer timer;

    private boolean over;

    Watch(Timers timers, PipeEnd<?, ?> end, Object lock) {
        this.timers = timers;
        this.end = end;
        this.lock = lock;
    }

    /** The end may wait for something from now on. */
    void look() {
        if (timer != null || over) {
            return;
        }
        Duration rest = end.tick(timers.nanos());
        if (rest != null) {
            timer = timers.after(rest, this::again);
        }
    }

    private void again() {
        synchronized (lock) {
            timer = null;
            look();
        }
    }

    void end() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
