package io.meshws.internal.limit;

import io.meshws.internal.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Makes writers wait while another instance delivers their messages more slowly than they come. An instance whose messages wait
 * reports it, with what they are for and how long they waited; the others hold the stages of such writes for as long, which is
 * about what it takes to catch up. While it's still late it goes on reporting, and if it's gone, they are soon released.
 * Thread-safe; stages complete on the workers.
 */
public final class Late {
    /** So often an instance reports at most; and not twice while the others wait for half of what it reported. */
    static final Duration INTERVAL = Duration.ofMillis(50);
    /** So many targets a report has at most; others are in a later one if they are still late. */
    static final int MAX_TARGETS = 64;
    /** What wasn't reported by then isn't late any more. */
    static final Duration STALE = Duration.ofSeconds(1);

    /** Sends a report of this instance to all others. */
    public interface Reports {
        /** @param millis how long the last message waited */
        void send(List<String> targets, long millis);
    }

    private final Reports reports;
    private final Executor workers;
    private final Scheduler scheduler;
    private final LongSupplier nanos;

    // Guarded by this.
    private final Set<String> unreported = new HashSet<>();
    private long lateAt;
    private long reportAt;

    /** By target; guarded by itself. */
    private final Map<String, Hold> holds = new HashMap<>();
    /** Whether there are no holds, so that the usual case takes no lock. */
    private volatile boolean isQuiet = true;

    private boolean stopped;
    private final AtomicInteger held = new AtomicInteger();

    Late(Reports reports, Executor workers, Scheduler scheduler, LongSupplier nanos) {
        this.reports = reports;
        this.workers = workers;
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.reportAt = nanos.getAsLong();
    }

    /** The writes for one target, in their order. Guarded by the holds. */
    private static final class Hold {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private long until;
        private boolean isScheduled;

        Hold(long until) {
            this.until = until;
        }

        /** Takes what waits no longer. */
        void release(long now, List<Waiting> ready) {
            while (!waiting.isEmpty() && left(now) <= 0) {
                ready.add(waiting.remove());
            }
        }

        /** How long the first one waits, at most. */
        long left(long now) {
            return Math.min(until - now, waiting.element().since + Pace.PATIENCE.toNanos() - now);
        }

        boolean isOver(long now) {
            return waiting.isEmpty() && until - now <= 0;
        }
    }

    private record Waiting(long since, CompletableFuture<Void> stage) {}

    /** A message from the store, for these targets, has waited here. */
    public void waited(List<String> targets, Duration waited) {
        List<String> report;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (now - lateAt > STALE.toNanos()) {
                unreported.clear();
            }
            lateAt = now;
            unreported.addAll(targets);
            if (unreported.isEmpty() || now - reportAt < 0) {
                return;
            }
            reportAt = now + Math.max(INTERVAL.toNanos(), waited.toNanos() / 2);
            report = unreported.stream().limit(MAX_TARGETS).toList();
            unreported.clear();
        }
        reports.send(report, Math.max(1, waited.toMillis()));
    }

    /** Another instance is late. */
    public void received(List<String> targets, long millis) {
        long until = nanos.getAsLong() + Math.min(Duration.ofMillis(millis).toNanos(), Pace.PATIENCE.toNanos());
        synchronized (holds) {
            if (stopped) {
                return;
            }
            for (String target : targets) {
                Hold hold = holds.computeIfAbsent(target, name -> new Hold(until));
                hold.until += Math.max(0, until - hold.until);
            }
            isQuiet = false;
        }
    }

    /** Completes when no other instance is late with messages for the target, or at once if too many wait for that. */
    CompletionStage<Void> caughtUp(String target) {
        if (isQuiet || held.get() >= Pace.MAX_WAITING) {
            return Pace.NOW;
        }
        synchronized (holds) {
            Hold hold = holds.get(target);
            long now = nanos.getAsLong();
            if (hold == null || hold.isOver(now)) {
                return Pace.NOW;
            }
            CompletableFuture<Void> stage = new CompletableFuture<>();
            hold.waiting.add(new Waiting(now, stage));
            held.incrementAndGet();
            schedule(hold, now);
            return stage;
        }
    }

    private void schedule(Hold hold, long now) {
        if (!hold.isScheduled && !hold.waiting.isEmpty()) {
            hold.isScheduled = true;
            scheduler.schedule(() -> wake(hold), Duration.ofNanos(hold.left(now)));
        }
    }

    private void wake(Hold hold) {
        List<Waiting> ready = new ArrayList<>();
        synchronized (holds) {
            long now = nanos.getAsLong();
            hold.isScheduled = false;
            hold.release(now, ready);
            schedule(hold, now);
        }
        complete(ready);
    }

    /** How many stages are held. */
    int held() {
        return held.get();
    }

    /** Called about once a second: a server may run no scheduled tasks. */
    void tick() {
        if (!isQuiet) {
            List<Waiting> ready = new ArrayList<>();
            synchronized (holds) {
                long now = nanos.getAsLong();
                holds.values().forEach(hold -> hold.release(now, ready));
                holds.values().removeIf(hold -> hold.isOver(now));
                isQuiet = holds.isEmpty();
            }
            complete(ready);
        }
    }

    /** Nobody waits any more. */
    public void stop() {
        List<Waiting> ready = new ArrayList<>();
        synchronized (holds) {
            stopped = true;
            for (Hold hold : holds.values()) {
                ready.addAll(hold.waiting);
                // Its task may still run.
                hold.waiting.clear();
            }
            holds.clear();
            isQuiet = true;
        }
        complete(ready);
    }

    private void complete(List<Waiting> ready) {
        held.addAndGet(-ready.size());
        ready.forEach(each -> each.stage().completeAsync(() -> null, workers));
    }
}
