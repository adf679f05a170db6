package io.meshws.internal.time;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks for things of one kind that have ended: at each tick, and in between when the next of them ends. One look finds all that
 * have ended by then; there is one at a time. Thread-safe.
 */
public final class Lookout {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String LOOK = "look";

    private final LongSupplier nanos;
    private final Agenda<String> agenda;
    private final Supplier<CompletionStage<Optional<Duration>>> search;
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * @param due called when something ends before the next tick; {@link #look looks} if that makes sense then
     * @param search completes with the time until something ends next; must not throw
     */
    public Lookout(
            Scheduler scheduler,
            LongSupplier nanos,
            Runnable due,
            Supplier<CompletionStage<Optional<Duration>>> search) {
        this.nanos = nanos;
        this.agenda = new Agenda<>(scheduler, nanos, PAUSE, name -> due.run());
        this.search = search;
    }

    /** Looks, unless it is looking already; failures are retried at the next tick. */
    public void look() {
        if (looking.compareAndSet(false, true)) {
            search.get().whenComplete((next, failure) -> {
                looking.set(false);
                if (failure == null) {
                    next.ifPresent(this::endsIn);
                }
            });
        }
    }

    /** Something ends after this time. */
    public void endsIn(Duration time) {
        endsAt(nanos.getAsLong() + time.toNanos());
    }

    /** Something ends at this time, on the clock of {@link System#nanoTime}. */
    public void endsAt(long time) {
        agenda.soon(LOOK, time);
    }

    public void stop() {
        agenda.stop();
    }
}
