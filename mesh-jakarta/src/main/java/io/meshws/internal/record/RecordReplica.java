package io.meshws.internal.record;

import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialQueue;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A record as this instance's subscribers hold it. It follows the record while there are subscribers, applies each change
 * once, and reads the record again where it missed one or may have. Thread-safe.
 *
 * <p>One question to the store is under way at a time: to follow and read, or to follow no longer. Changes that arrive
 * meanwhile are held, and are applied to what was read as far as they are newer. Where more of them wait than is worth
 * applying, or anything is thrown on the way to the subscribers, the record is read again.
 */
final class RecordReplica {
    private static final System.Logger LOG = System.getLogger(RecordReplica.class.getPackageName());

    private final String recordId;
    private final RecordStore store;
    private final Consumer<RecordReplica> retirement;
    private final SerialQueue turns = new SerialQueue();
    // What follows changes in turns only.
    private final Subscribers subscribers;
    private final List<Joining> joining = new ArrayList<>();
    private final List<RecordChange> held = new ArrayList<>();
    private boolean asking;
    private boolean following;
    private boolean retired;
    /** The last question failed: the next one waits for a reason to try again. */
    private boolean paused;

    private boolean inStep;
    /** What is being read may be old already: changes may have been lost. */
    private boolean again;
    /** Null until it was read. */
    private volatile RecordState state;

    private volatile boolean stale = true;
    /** Changes that wait for their turn, and those that are held. */
    private final Backlog backlog = new Backlog();
    /** Changes were dropped, and nothing was read since: what waits is not worth applying. */
    private final AtomicBoolean overrun = new AtomicBoolean();

    private record Joining(
            Topic<Subscriber> topic, Subscriber subscriber, CompletableFuture<Optional<RecordSubscription>> result) {}

    /**
     * @param following whether the store sends changes already
     * @param retirement forgets a replica that nobody needs
     */
    RecordReplica(String recordId, RecordStore store, boolean following, Consumer<RecordReplica> retirement) {
        this.recordId = recordId;
        this.store = store;
        this.following = following;
        this.retirement = retirement;
        this.subscribers = new Subscribers(recordId);
    }

    /** What the subscribers hold, or null where that may be old. */
    RecordState current() {
        return stale ? null : state;
    }

    /**
     * Adds the client, or replaces what it subscribed to; empty if it unsubscribes meanwhile.
     *
     * @param instead does it with another replica, where this one has retired
     */
    CompletionStage<Optional<RecordSubscription>> join(
            Topic<Subscriber> topic,
            Subscriber subscriber,
            boolean available,
            Supplier<CompletionStage<Optional<RecordSubscription>>> instead) {
        CompletableFuture<Optional<RecordSubscription>> result = new CompletableFuture<>();
        turn(() -> {
            if (retired) {
                Attempt.of(instead, result);
                return;
            }
            if (subscribers.add(topic, subscriber)) {
                joining.add(new Joining(topic, subscriber, result));
            } else {
                result.complete(Optional.empty());
            }
            // What is read while the store is away could be old without anybody knowing.
            stale |= !available;
            paused = false;
            proceed();
        });
        return result;
    }

    /** Removes the client, which unsubscribed. */
    CompletionStage<Void> leave(Topic<Subscriber> topic) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        turn(() -> {
            Optional.ofNullable(topic.held()).ifPresent(subscribers::remove);
            result.complete(null);
            proceed();
        });
        return result;
    }

    void received(RecordChange change) {
        if (backlog.add(change)) {
            turn(() -> {
                take(change);
                proceed();
            });
        } else if (overrun.compareAndSet(false, true)) {
            resynchronise();
        }
    }

    /** Changes may have been lost. */
    void resynchronise() {
        turn(() -> {
            // Before it is read: what is dropped from now on asks for another turn.
            overrun.set(false);
            stale = true;
            paused = false;
            again = true;
            proceed();
        });
    }

    /** About once a second: tries again what failed, and tells those who did not keep up. */
    void tick(boolean available) {
        if (subscribers.someBehind() || (stale && available)) {
            turn(() -> {
                if (state != null) {
                    subscribers.tellAll(null, RecordFrames.of(recordId, state));
                }
                paused = false;
                proceed();
            });
        }
    }

    /** Does what is to be done next, where nothing is under way. */
    private void proceed() {
        if (asking || retired) {
            return;
        }
        if (subscribers.isEmpty() && joining.isEmpty()) {
            if (following) {
                // Where it fails, what still arrives makes a new replica, which tries again.
                ask(() -> store.unfollow(recordId), (done, failure) -> {
                    following = false;
                    stale = true;
                    state = null;
                });
            } else {
                retired = true;
                retirement.accept(this);
            }
        } else if (stale && !paused) {
            held.forEach(backlog::remove);
            held.clear();
            again = false;
            Version heard = state == null ? Version.NONE : state.at();
            ask(() -> store.follow(recordId, heard).thenApply(stored -> RecordFrames.of(recordId, stored)), this::read);
        } else if (!stale) {
            welcome();
        }
    }

    private void read(RecordFrames frames, Throwable failure) {
        if (failure != null) {
            paused = !again;
            List<Joining> failed = List.copyOf(joining);
            joining.clear();
            failed.forEach(one -> {
                subscribers.remove(one.subscriber());
                one.result().completeExceptionally(failure);
            });
            return;
        }
        following = true;
        stale = false;
        inStep = false;
        RecordState before = state;
        state = frames.state();
        if (before == null || !before.looksLike(state)) {
            subscribers.tellAll(null, frames);
        }
        List<RecordChange> newer = List.copyOf(held);
        held.clear();
        newer.forEach(this::take);
        stale |= again;
    }

    /** Answers those who wait for the state. */
    private void welcome() {
        if (joining.isEmpty()) {
            return;
        }
        List<Joining> ready = List.copyOf(joining);
        joining.clear();
        for (Joining one : ready) {
            Subscriber subscriber = one.subscriber();
            subscriber.snapshot(state);
            JsonValue value = state.value() == null ? JsonValue.NULL : state.value();
            one.result()
                    .complete(Optional.of(new RecordSubscription(
                                    value, state.version(), success -> replied(subscriber, success)))
                            .filter(subscription -> !one.topic().isEnded()));
        }
    }

    /** Called in a turn where the reply was sent in it, else when it was. */
    private void replied(Subscriber subscriber, boolean success) {
        if (success) {
            subscriber.replied();
        }
        turn(() -> {
            if (!success) {
                subscribers.remove(subscriber);
                proceed();
            } else if (state != null) {
                // The record may have changed before the reply was sent.
                subscribers.tell(subscriber, RecordFrames.of(recordId, state));
            }
        });
    }

    private void take(RecordChange change) {
        if (asking) {
            held.add(change);
            return;
        }
        backlog.remove(change);
        if (state == null || stale || overrun.get()) {
            return;
        }
        Version last = change.last();
        if (change.base().equals(state.at())) {
            inStep = true;
            for (int i = 0; i < change.steps().size() && !stale; i++) {
                apply(change.steps().get(i), last);
            }
        } else {
            // What comes late was there when the record was read; but not once a change followed that.
            stale = inStep || !last.epoch().equals(state.at().epoch()) || last.number() > state.version();
        }
    }

    private void apply(RecordStep step, Version last) {
        RecordState before = state;
        try {
            state = before.after(step, last.epoch(), last.write());
        } catch (PatchFailedException e) {
            LOG.log(System.Logger.Level.WARNING, "MESH-0603 A patch of record " + recordId + " does not fit", e);
            stale = true;
            return;
        }
        subscribers.tellAll(before, new RecordFrames(recordId, state, step.patch(), step.value()));
    }

    private <T> void ask(Supplier<CompletionStage<T>> question, BiConsumer<T, Throwable> answer) {
        asking = true;
        Attempt.of(question)
                .whenComplete((value, failure) -> turn(() -> {
                    asking = false;
                    answer.accept(value, failure);
                    proceed();
                }));
    }

    private void turn(Runnable task) {
        turns.run(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // Subscribers may lack something: the next tick reads the record again, and tells them.
                stale = true;
                state = null;
                paused = true;
                throw e;
            }
        });
    }
}
