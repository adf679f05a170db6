package io.meshws.internal.follow;

import io.meshws.internal.follow.Phase.Following;
import io.meshws.internal.follow.Phase.Leaving;
import io.meshws.internal.follow.Phase.Outdated;
import io.meshws.internal.follow.Phase.Reading;
import io.meshws.internal.follow.Phase.Retired;
import io.meshws.internal.follow.Phase.Settled;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Follows one thing in the store while it's needed: subscribes, reads, holds the changes that arrive in the meantime, applies each
 * once, and reads again if some may have been missed. One question to the store is under way at a time. Thread-safe.
 *
 * <p>Everything happens in tasks, one at a time, on the threads that bring work. {@link #outdated} and {@link #resume} are for
 * tasks only.
 *
 * @param <C> a change
 * @param <R> all of it, as it is read
 */
public final class Follower<C, R> {
    private final Replica<C, R> replica;
    private final Backlog<C> backlog;
    private final SerialQueue queue = new SerialQueue();
    /** Changes in tasks only. */
    private volatile Phase<C> phase;
    /** A change was dropped, and the task that reads again is queued: applying changes that are queued before it would be wasted. */
    private final AtomicBoolean overrun = new AtomicBoolean();

    /**
     * @param subscribed whether the store may be sending changes already
     */
    public Follower(Replica<C, R> replica, Backlog<C> backlog, boolean subscribed) {
        this.replica = replica;
        this.backlog = backlog;
        this.phase = new Outdated<>(subscribed);
    }

    /** Whether the known state is complete, as far as this instance was told. On any thread. */
    public boolean isFollowing() {
        return phase instanceof Following;
    }

    /** Whether it has ended. On any thread, but only a task can rely on false. */
    boolean isRetired() {
        return phase instanceof Retired;
    }

    /**
     * Somebody comes: runs the task, and reads again if reading failed.
     *
     * @param instead comes to another follower, if this one has retired
     */
    public void join(Runnable task, Runnable instead) {
        run(() -> {
            if (isRetired()) {
                instead.run();
            } else {
                task.run();
                resume();
            }
        });
    }

    /** Runs a task, and then does whatever is next. */
    public void run(Runnable task) {
        run(task, !replica.lingers());
    }

    /** Like {@link #run}, about once a second: unsubscribes from things that aren't needed any longer, even if they linger. */
    public void tick(Runnable task) {
        run(task, true);
    }

    /** A change was published. */
    public void received(C change) {
        queue.run(reception(change));
    }

    /** A change that was published together with changes that concern others. */
    public record Part<C, R>(Follower<C, R> follower, C change) {}

    /**
     * Changes were published together: they are taken one after the other, and nothing else happens to any of the followers in
     * between.
     *
     * @param parts of different followers
     * @param lane a queue in which this has its place too
     */
    public static <C, R> void receivedTogether(List<Part<C, R>> parts, SerialQueue lane) {
        List<Runnable> receptions = parts.stream()
                .map(part -> part.follower().reception(part.change()))
                .toList();
        List<SerialQueue> queues = new ArrayList<>(List.of(lane));
        parts.forEach(part -> queues.add(part.follower().queue));
        SerialQueue.addTogether(queues, () -> receptions.forEach(SerialQueue::perform));
        queues.forEach(SerialQueue::run);
    }

    private Runnable reception(C change) {
        if (backlog.mayWait(change)) {
            return guarded(() -> take(change), !replica.lingers());
        }
        if (overrun.compareAndSet(false, true)) {
            return guarded(
                    () -> {
                        // Done first: a change that is dropped from now on asks for another reading.
                        overrun.set(false);
                        outdated();
                    },
                    !replica.lingers());
        }
        return () -> {};
    }

    /**
     * In a task: changes were missed, or may have been. Everything is read, or read again if a reading is in progress.
     */
    public void outdated() {
        phase = phase.outdated();
    }

    /** In a task: there is a reason to read again if reading failed. */
    public void resume() {
        phase = phase.resumed();
    }

    private void run(Runnable task, boolean mayLeave) {
        queue.run(guarded(task, mayLeave));
    }

    private Runnable guarded(Runnable task, boolean mayLeave) {
        return () -> {
            try {
                task.run();
                proceed(mayLeave);
            } catch (Throwable e) {
                phase = phase.broken();
                replica.broken();
                throw e;
            }
        };
    }

    /** Takes the next step, unless the store is being asked. */
    private void proceed(boolean mayLeave) {
        if (!(phase instanceof Settled<C> settled)) {
            return;
        }
        if (!replica.isWanted()) {
            if (mayLeave) {
                leave(settled);
            }
        } else if (settled instanceof Outdated) {
            phase = new Reading<>(settled.subscribed(), new ArrayList<>(), false);
            ask(replica::read, this::haveRead, mayLeave);
        } else if (settled instanceof Following && !overrun.get()) {
            replica.welcome();
        }
    }

    private void leave(Settled<C> settled) {
        if (settled.subscribed()) {
            phase = new Leaving<>();
            ask(replica::leave, (done, failure) -> haveLeft(), true);
        } else {
            phase = new Retired<>();
            replica.retired();
        }
    }

    /** Also if leaving failed: the feature handles the changes that still arrive. */
    private void haveLeft() {
        phase = new Outdated<>(false);
        replica.forget();
    }

    private void haveRead(R reading, Throwable failure) {
        Reading<C> before = (Reading<C>) phase;
        List<C> held = List.copyOf(before.held());
        held.forEach(backlog::tookHeld);
        if (failure != null) {
            phase = before.failed();
            replica.failed(failure);
            return;
        }
        phase = new Following<>();
        replica.replace(reading);
        held.forEach(this::apply);
        if (before.again()) {
            outdated();
        }
    }

    private void take(C change) {
        if (phase instanceof Reading<C> reading) {
            if (backlog.mayBeHeld(change)) {
                reading.held().add(change);
            } else {
                outdated();
            }
            return;
        }
        backlog.tookWaiting(change);
        apply(change);
        if (replica.changesResume()) {
            resume();
        }
    }

    private void apply(C change) {
        boolean worthIt = phase instanceof Following && !overrun.get();
        if (worthIt && replica.apply(change) == Replica.Fit.MISSED) {
            outdated();
        }
    }

    private <T> void ask(Supplier<CompletionStage<T>> question, BiConsumer<T, Throwable> answer, boolean mayLeave) {
        Attempt.of(question).whenComplete((value, failure) -> run(() -> answer.accept(value, failure), mayLeave));
    }
}
