package io.meshws.internal.time;

import java.time.Duration;

/** Runs something once, later: the server's scheduled executor, or a test. Thread-safe. */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs the task after the delay, about; never on the calling thread. Never throws: a server that takes no tasks, such as
     * one that stops, runs nothing.
     *
     * @param task ends soon and never throws
     * @return cancels the task and lets go of it; does nothing if it began
     */
    Runnable schedule(Runnable task, Duration delay);
}
