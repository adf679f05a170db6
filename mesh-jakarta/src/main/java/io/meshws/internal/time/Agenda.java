package io.meshws.internal.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tasks by name and time: each name once, at the earliest requested time. They all share a single one-shot, which runs
 * at most once in a pause. Thread-safe.
 *
 * @param <N> the names
 */
public final class Agenda<N> {
    private static final System.Logger LOG = System.getLogger(Agenda.class.getPackageName());
    /** Names that become due in between wait for the next one-shot. */
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** Longer than from one tick to the next. */
    private static final long SOON_NANOS = Duration.ofMillis(1500).toNanos();

    private final Scheduler scheduler;
    private final LongSupplier nanos;
    private final Duration pause;
    private final Consumer<? super N> due;

    private final Map<N, Long> times = new HashMap<>();
    /** Soonest first; an entry counts only if {@link #times} agrees. */
    private final PriorityQueue<Entry<N>> order = new PriorityQueue<>();
    /** Cancels the one-shot; null if there is none. */
    private Runnable cancel;

    private long wakesAt;
    private long mayWakeAt;
    private boolean stopped;

    /**
     * One name and its time.
     *
     * @param time on the clock of {@link System#nanoTime}
     */
    private record Entry<N>(N name, long time) implements Comparable<Entry<N>> {
        @Override
        public int compareTo(Entry<N> other) {
            return Long.signum(time - other.time);
        }
    }

    /**
     * @param nanos the clock of {@link System#nanoTime}
     * @param due called for each name when its time has come, on the scheduler's threads
     */
    public Agenda(Scheduler scheduler, LongSupplier nanos, Consumer<? super N> due) {
        this(scheduler, nanos, PAUSE, due);
    }

    /** @param pause between one-shots; for tasks that cost more */
    Agenda(Scheduler scheduler, LongSupplier nanos, Duration pause, Consumer<? super N> due) {
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.pause = pause;
        this.due = due;
        this.mayWakeAt = nanos.getAsLong();
    }

    /** Schedules the name after this delay. */
    public void in(N name, Duration delay) {
        at(name, nanos.getAsLong() + delay.toNanos());
    }

    /**
     * Schedules the name at this time.
     *
     * @param time on the clock of {@link System#nanoTime}
     */
    public synchronized void at(N name, long time) {
        Long old = times.get(name);
        if (stopped || (old != null && time - old >= 0)) {
            return;
        }
        times.put(name, time);
        order.add(new Entry<>(name, time));
        plan();
    }

    /** Like {@link #at}, if the next tick may come after that time; otherwise the caller's ticks ask again. */
    public void soon(N name, long time) {
        if (time - nanos.getAsLong() < SOON_NANOS) {
            at(name, time);
        }
    }

    /** Forgets all other names. */
    public synchronized void retain(Set<N> names) {
        times.keySet().retainAll(names);
    }

    /** Cancels everything. */
    public synchronized void stop() {
        stopped = true;
        times.clear();
        order.clear();
        plan();
    }

    private void plan() {
        Entry<N> first = first();
        if (first == null) {
            cancel();
            return;
        }
        long time = first.time() - mayWakeAt > 0 ? first.time() : mayWakeAt;
        if (cancel == null || wakesAt - time > 0) {
            cancel();
            wakesAt = time;
            cancel = scheduler.schedule(this::wake, Duration.ofNanos(Math.max(0, time - nanos.getAsLong())));
        }
    }

    private void cancel() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }

    private Entry<N> first() {
        Entry<N> first = order.peek();
        while (first != null && !isValid(first)) {
            order.remove();
            first = order.peek();
        }
        return first;
    }

    private boolean isValid(Entry<N> entry) {
        Long time = times.get(entry.name());
        return time != null && time == entry.time();
    }

    private void wake() {
        for (N name : take()) {
            try {
                due.accept(name);
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "MESH-0002 A scheduled task failed; the next tick runs as usual", e);
            }
        }
    }

    private synchronized List<N> take() {
        long now = nanos.getAsLong();
        List<N> names = new ArrayList<>();
        for (Entry<N> first = first(); first != null && now - first.time() >= 0; first = first()) {
            order.remove();
            times.remove(first.name());
            names.add(first.name());
        }
        cancel();
        mayWakeAt = now + pause.toNanos();
        plan();
        return names;
    }
}
