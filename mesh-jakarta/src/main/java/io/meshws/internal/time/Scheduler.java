package io.meshws.internal.time;

import java.time.Duration;

/** Runs a task once, later: the server's scheduled executor, or a test. Thread-safe. */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs the task after approximately the delay, never on the calling thread. Never throws: a server that accepts no
     * tasks, for example because it's stopping, runs nothing.
     *
     * @param task ends quickly and never throws
     * @return cancels the task and releases it; does nothing if the task has begun
     */
    Runnable schedule(Runnable task, Duration delay);
}
