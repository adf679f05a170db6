package io.meshws.client;

import io.meshws.client.internal.runtime.ClientThreads;
import io.meshws.client.internal.runtime.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class ManualTimers implements Timers {
    private final List<Due> waiting = new ArrayList<>();
    private long now = System.nanoTime();
    private long count;
    private long asleep;

    private record Due(long at, long number, Runnable task) {}

    /** Threads of a client that keep this time. */
    ClientThreads threads() {
        return new ClientThreads(null, this);
    }

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized long millis() {
        return (now + asleep) / 1_000_000;
    }

    /** The machine sleeps: only the wall clock goes on. */
    public synchronized void sleep(Duration time) {
        asleep += time.toNanos();
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        Due due = new Due(now + delay.toNanos(), count++, task);
        waiting.add(due);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        waiting.remove(due);
    }

    /** How many timers are set. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** How many timers are set for so much later, or for later still. */
    synchronized long waiting(Duration later) {
        return waiting.stream().filter(due -> due.at() - now >= later.toNanos()).count();
    }

    /** Moves the clock step by step, and runs the tasks that are due on the way, on this thread. */
    public void advance(Duration time) {
        long end = nanos() + time.toNanos();
        for (Due due = next(end); due != null; due = next(end)) {
            due.task().run();
        }
        jumpTo(end);
    }

    /** The clock jumps: tasks that were due on the way are late, and run now. */
    public void jump(Duration time) {
        long end = nanos() + time.toNanos();
        List<Due> late = new ArrayList<>();
        synchronized (this) {
            now = end;
            for (Due due : waiting) {
                if (due.at() <= end) {
                    late.add(due);
                }
            }
            waiting.removeAll(late);
        }
        late.forEach(due -> due.task().run());
    }

    private synchronized void jumpTo(long time) {
        now = Math.max(now, time);
    }

    private synchronized Due next(long end) {
        Due first = waiting.stream()
                .filter(due -> due.at() <= end)
                .min(Comparator.comparingLong(Due::at).thenComparingLong(Due::number))
                .orElse(null);
        if (first != null) {
            waiting.remove(first);
            now = Math.max(now, first.at());
        }
        return first;
    }
}
