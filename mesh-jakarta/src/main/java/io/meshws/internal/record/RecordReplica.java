package io.meshws.internal.record;

import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.follow.Backlog;
import io.meshws.internal.follow.Follower;
import io.meshws.internal.follow.Replica;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A record as this instance's subscribers see it. It {@linkplain Follower follows} the record while there are
 * subscribers, and applies each version once. Only the follower calls the methods of {@link Replica}, in tasks;
 * everything else is thread-safe.
 */
final class RecordReplica implements Replica<RecordChange, RecordFrames> {
    private static final System.Logger LOG = System.getLogger(RecordReplica.class.getPackageName());
    /** The limit for waiting changes. If there are more, reading the record is less work than applying them. */
    private static final long MAX_BACKLOG_CHARACTERS = 8 << 20;
    /** The size of a change in addition to its texts. */
    private static final int EACH = 1024;

    private final String recordId;
    private final RecordStore store;
    private final Consumer<RecordReplica> retirement;
    private final Follower<RecordChange, RecordFrames> follower;
    private final Pace.Deliveries deliveries;
    // The fields below change in tasks only.
    private final Subscribers subscribers;
    private final List<Joining> joining = new ArrayList<>();
    /** Whether a change was applied since the record was read. */
    private boolean inStep;
    /** Null until the record was read. */
    private volatile RecordState state;

    private record Joining(
            Topic<Subscriber> topic, Subscriber subscriber, CompletableFuture<Optional<RecordSubscription>> result) {}

    /**
     * @param subscribed whether the store is already sending changes
     * @param retirement removes a replica that isn't needed
     */
    RecordReplica(
            String recordId, RecordStore store, boolean subscribed, Pace pace, Consumer<RecordReplica> retirement) {
        this.recordId = recordId;
        this.store = store;
        this.deliveries = pace.newDeliveries();
        this.retirement = retirement;
        this.subscribers = new Subscribers(recordId);
        this.follower =
                new Follower<>(this, Backlog.ofAll(MAX_BACKLOG_CHARACTERS, RecordReplica::characters), subscribed);
    }

    private static long characters(RecordChange change) {
        return EACH + change.steps().stream().mapToLong(RecordStep::characters).sum();
    }

    /** The state that subscribers have, or null if that may be stale. */
    RecordState current() {
        return follower.isFollowing() ? state : null;
    }

    /**
     * Adds the client, or replaces its subscription; empty if it unsubscribes in the meantime.
     *
     * @param instead does the same with another replica if this one has retired
     */
    CompletionStage<Optional<RecordSubscription>> join(
            Topic<Subscriber> topic,
            Subscriber subscriber,
            boolean available,
            Supplier<CompletionStage<Optional<RecordSubscription>>> instead) {
        CompletableFuture<Optional<RecordSubscription>> result = new CompletableFuture<>();
        follower.join(
                () -> {
                    if (subscribers.add(topic, subscriber)) {
                        joining.add(new Joining(topic, subscriber, result));
                    } else {
                        result.complete(Optional.empty());
                    }
                    if (!available || subscriber.isAheadOf(state)) {
                        // The known state may be stale without anybody knowing; the client doesn't go back to it.
                        follower.outdated();
                    }
                },
                () -> Attempt.of(instead, result));
        return result;
    }

    /**
     * Adds a listener.
     *
     * @param instead does the same with another replica if this one has retired
     */
    void listen(ListeningCollection listening, boolean available, Runnable instead) {
        follower.join(
                () -> {
                    if (!listening.isEnded()) {
                        subscribers.begin(listening);
                        if (!available) {
                            follower.outdated();
                        }
                    }
                },
                instead);
    }

    void unlisten(ListeningCollection listening) {
        follower.run(() -> subscribers.remove(listening));
    }

    /** Removes a client that unsubscribed. */
    CompletionStage<Void> leave(Topic<Subscriber> topic) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        follower.run(() -> {
            Optional.ofNullable(topic.held()).ifPresent(subscribers::remove);
            result.complete(null);
        });
        return result;
    }

    /** Completes when this instance is ready to deliver the version, see {@link Pace}. */
    CompletionStage<Void> pace(long version) {
        return deliveries.fits(version);
    }

    void received(RecordChange change) {
        follower.received(change);
    }

    /** For {@link Follower#receivedTogether}. */
    Follower.Part<RecordChange, RecordFrames> part(RecordChange change) {
        return new Follower.Part<>(follower, change);
    }

    /** Changes may have been lost. */
    void rejoined() {
        deliveries.interrupted();
        follower.run(follower::outdated);
    }

    /** About once a second: retries failed steps, and updates the subscribers that did not keep up. */
    void tick(boolean available) {
        if (subscribers.someBehind() || (available && !follower.isFollowing())) {
            follower.tick(() -> {
                if (state != null) {
                    subscribers.tellAll(null, RecordFrames.of(recordId, state));
                }
                follower.resume();
            });
        }
    }

    @Override
    public boolean isWanted() {
        return !subscribers.isEmpty() || !joining.isEmpty();
    }

    @Override
    public CompletionStage<RecordFrames> read() {
        Version heard = state == null ? Version.NONE : state.at();
        return store.follow(recordId, heard).thenApply(stored -> RecordFrames.of(recordId, stored));
    }

    @Override
    public void replace(RecordFrames frames) {
        inStep = false;
        RecordState before = state;
        state = frames.state();
        if (before == null || !before.looksLike(state)) {
            subscribers.tellAll(null, frames);
        }
        deliveries.interrupted();
        deliveries.reached(state.version(), subscribers.size());
    }

    @Override
    public Fit apply(RecordChange change) {
        Version last = change.last();
        if (!change.base().equals(state.at())) {
            // A late change is already part of the record that was read, unless another change was applied since.
            boolean known = !inStep && last.epoch().equals(state.at().epoch()) && last.number() <= state.version();
            return known ? Fit.KNOWN : Fit.MISSED;
        }
        inStep = true;
        for (RecordStep step : change.steps()) {
            if (!apply(step, last)) {
                return Fit.MISSED;
            }
        }
        return Fit.APPLIED;
    }

    private boolean apply(RecordStep step, Version last) {
        RecordState before = state;
        try {
            state = before.after(step, last.epoch(), last.write());
        } catch (PatchFailedException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MESH-0603 A patch of record " + recordId + " does not fit; reading the record again",
                    e);
            return false;
        }
        subscribers.tellAll(before, new RecordFrames(recordId, state, step.patch(), step.value()));
        deliveries.reached(state.version(), subscribers.size());
        return true;
    }

    @Override
    public void welcome() {
        subscribers.welcome(() -> RecordFrames.of(recordId, state));
        for (Joining one : takeJoining()) {
            Subscriber subscriber = one.subscriber();
            subscriber.snapshot(state);
            JsonValue value = state.value() == null ? JsonValue.NULL : state.value();
            one.result()
                    .complete(Optional.of(new RecordSubscription(
                                    value, state.version(), success -> replied(subscriber, success)))
                            .filter(subscription -> !one.topic().isEnded()));
        }
    }

    /** Called in a task if the reply was sent in one; otherwise after the reply was sent. */
    private void replied(Subscriber subscriber, boolean success) {
        if (success) {
            subscriber.replied();
        }
        follower.run(() -> {
            if (!success) {
                subscribers.remove(subscriber);
            } else if (state != null) {
                // The record may have changed before the reply was sent.
                subscribers.tell(subscriber, RecordFrames.of(recordId, state));
            }
        });
    }

    @Override
    public void failed(Throwable failure) {
        deliveries.interrupted();
        subscribers.failed(failure);
        for (Joining one : takeJoining()) {
            subscribers.remove(one.subscriber());
            one.result().completeExceptionally(failure);
        }
    }

    private List<Joining> takeJoining() {
        List<Joining> all = List.copyOf(joining);
        joining.clear();
        return all;
    }

    /** If it fails, a change that still arrives creates a new replica, which tries again. */
    @Override
    public CompletionStage<Void> leave() {
        return store.unfollow(recordId);
    }

    @Override
    public void forget() {
        state = null;
        deliveries.interrupted();
    }

    @Override
    public void broken() {
        // Some subscribers were told of a change and some weren't, so all are told again.
        forget();
    }

    @Override
    public void retired() {
        retirement.accept(this);
    }
}
