package io.meshws.internal.name;

import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The calls to the holder of a name in their order, with this instance's knowledge of the holder. Calls wait while the holder is
 * away, or if its owner doesn't have it any more. Thread-safe: everything happens in a queue.
 */
final class CallQueue {
    private final Supplier<CompletionStage<Optional<NameEntry>>> store;
    private final LongConsumer ends;
    private final SerialQueue queue = new SerialQueue();
    private final List<Call<?>> calls = new ArrayList<>();
    /** How many calls there are, or will be in a moment. */
    private final AtomicInteger pending = new AtomicInteger();
    /** Null if nothing is known. */
    private volatile NameEntry newest;
    /** The number of the entry with a holder that was not there; until the next tick. */
    private long goneAt;

    private boolean reading;
    private boolean heardMeanwhile;

    /**
     * @param store reads the entry
     * @param ends told of the deadlines of calls, when they begin and again at ticks, by {@link System#nanoTime}
     */
    CallQueue(Supplier<CompletionStage<Optional<NameEntry>>> store, LongConsumer ends) {
        this.store = store;
        this.ends = ends;
    }

    /** Announces {@link #add}; from now on the queue has to be told of changes. */
    void expect() {
        pending.incrementAndGet();
    }

    boolean isIdle() {
        return pending.get() == 0;
    }

    /** The last known entry; empty if there is none. */
    Optional<NameEntry> known() {
        return Optional.ofNullable(newest);
    }

    void add(Call<?> call) {
        call.result.whenComplete((value, failure) -> {
            pending.decrementAndGet();
            queue.run(() -> {
                if (call.result.isCancelled()) {
                    call.cancel();
                }
                calls.remove(call);
                move();
            });
        });
        queue.run(() -> {
            calls.add(call);
            ends.accept(call.deadline);
            move();
        });
    }

    /** The name changed. */
    void changed(NameEntry entry) {
        queue.run(() -> {
            if (newest == null ? reading : entry.number() > newest.number()) {
                newest = entry;
                heardMeanwhile = true;
                move();
            }
        });
    }

    /** Something was read. */
    void found(NameEntry entry) {
        queue.run(() -> {
            if (newest == null || entry.number() > newest.number()) {
                newest = entry;
                move();
            }
        });
    }

    /** Changes may have been missed, and numbers may have begun again. */
    void unsure() {
        queue.run(() -> {
            newest = null;
            goneAt = 0;
            move();
        });
    }

    /** Ends overdue calls, and looks again for a holder that was not there: its instance may be back. */
    void tick(long now) {
        queue.run(() -> {
            endOverdue(now);
            goneAt = 0;
            move();
        });
    }

    /** Ends overdue calls. */
    void expire(long now) {
        queue.run(() -> endOverdue(now));
    }

    private void endOverdue(long now) {
        for (Call<?> call : List.copyOf(calls)) {
            if (now - call.deadline >= 0) {
                call.cancel();
                call.late();
            } else {
                ends.accept(call.deadline);
            }
        }
    }

    private void move() {
        calls.removeIf(call -> call.result.isDone());
        if (calls.isEmpty()) {
            return;
        }
        if (newest == null) {
            read();
            return;
        }
        for (Call<?> call : List.copyOf(calls)) {
            if (call.asked != 0) {
                if (call.isOrdered() && call.asked != newest.number()) {
                    return;
                }
            } else if (newest.state() == State.FREE) {
                call.nobody();
            } else if (newest.isHere() && newest.number() != goneAt) {
                pass(call);
            } else {
                return;
            }
        }
    }

    private <R> void pass(Call<R> call) {
        long number = newest.number();
        NameEntry entry = newest;
        call.begin(entry).whenComplete((value, failure) -> queue.run(() -> answered(call, number, value, failure)));
    }

    private <R> void answered(Call<R> call, long number, R value, Throwable failure) {
        if (Connection.isGone(failure)) {
            call.asked = 0;
            // It may be known by now who has the name instead.
            if (newest != null && newest.number() == number && goneAt != number) {
                goneAt = number;
                read();
            }
            move();
        } else if (failure != null) {
            call.result.completeExceptionally(failure);
        } else {
            call.result.complete(value);
        }
    }

    private void read() {
        if (!reading) {
            reading = true;
            heardMeanwhile = false;
            Attempt.of(store).whenComplete((found, failure) -> queue.run(() -> read(found, failure)));
        }
    }

    private void read(Optional<NameEntry> found, Throwable failure) {
        reading = false;
        if (failure != null) {
            List.copyOf(calls).stream()
                    .filter(call -> call.asked == 0)
                    .forEach(call -> call.result.completeExceptionally(failure));
            return;
        }
        if (found.isPresent()) {
            if (newest == null || found.get().number() > newest.number()) {
                newest = found.get();
            }
        } else if (!heardMeanwhile) {
            newest = null;
            List.copyOf(calls).stream().filter(call -> call.asked == 0).forEach(Call::nobody);
            return;
        }
        move();
    }
}
