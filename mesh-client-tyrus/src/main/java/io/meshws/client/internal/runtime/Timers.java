package io.meshws.client.internal.runtime;

import java.time.Duration;

/** Time, and later tasks. Jumps of the wall clock do not matter to timers. Thread-safe. */
public interface Timers {

    /** Something that was put off. */
    interface Timer {
        /** It will not run, unless it does already. */
        void cancel();

        Timer NONE = () -> {};
    }

    /** On the clock of {@link System#nanoTime}. */
    long nanos();

    /** On the wall clock: it goes on while the machine sleeps, and may be set. */
    long millis();

    /** Runs a task after a time. It must be short, and must not be the application's. */
    Timer after(Duration delay, Runnable task);
}
