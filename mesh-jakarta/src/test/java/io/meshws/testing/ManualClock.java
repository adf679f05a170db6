package io.meshws.testing;

import io.meshws.internal.time.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock like {@link System#nanoTime} that only the test moves, with the tasks that run at certain times. Thread-safe.
 */
public final class ManualClock implements LongSupplier, Scheduler {
    private final AtomicLong nanos = new AtomicLong(1);
    private final List<Planned> planned = new CopyOnWriteArrayList<>();

    private record Planned(long time, Runnable task) {}

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /** Moves the clock and runs due tasks, on this thread. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
        planned.stream()
                .filter(one -> nanos.get() - one.time >= 0)
                .sorted(Comparator.comparingLong(Planned::time))
                .filter(planned::remove)
                .forEach(one -> one.task.run());
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        Planned one = new Planned(nanos.get() + delay.toNanos(), task);
        planned.add(one);
        return () -> planned.removeIf(other -> other == one);
    }

    /** How many tasks wait for their time. */
    public int planned() {
        return planned.size();
    }

    /** When the next task runs. */
    public Optional<Duration> next() {
        return planned.stream()
                .map(one -> Duration.ofNanos(one.time - nanos.get()))
                .min(Duration::compareTo);
    }
}
