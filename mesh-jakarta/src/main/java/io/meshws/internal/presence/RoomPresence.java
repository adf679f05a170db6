package io.meshws.internal.presence;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.PresenceDirectory.Version;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.follow.Backlog;
import io.meshws.internal.follow.Follower;
import io.meshws.internal.follow.Replica;
import io.meshws.internal.host.Environment;
import io.meshws.internal.serial.Attempt;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The presence of one room as this instance's subscribers know it. It {@linkplain Follower follows} the published
 * changes by their versions, and tells subscribers the difference between the previous and the current knowledge. So
 * each subscriber is told of a join or leave once, however often it was published or lost. Only the follower calls the
 * methods of {@link Replica}, in tasks; everything else is thread-safe.
 */
final class RoomPresence implements Replica<PresenceChange, View> {
    static final Topics.Kind<PresenceSubscription> ROOMS = new Topics.Kind<>("roomName");

    private static final long UNREAD = -1;
    private static final int MAX_CHANGES_WHILE_READING = 1024;

    private final String room;
    private final PresenceDirectory directory;
    private final PresenceSweep sweep;
    private final Consumer<RoomPresence> retirement;
    private final Follower<PresenceChange, View> follower;
    // The fields below change in tasks only.
    private final Subscribers subscribers;
    private final Joiners joiners = new Joiners();
    private final Roster roster;
    private Version version = new Version("", UNREAD);
    /** The store's time, at {@link #version} or later. */
    private long time;

    private long watchAgainAt;
    /** The number of the store's version when the watch was renewed. */
    private long published = UNREAD;

    /** Members that are missing from the store may just not have come back to it yet. */
    private boolean patient;

    private long patientUntil;

    /** @param retirement removes a room without subscribers */
    RoomPresence(
            String room,
            PresenceDirectory directory,
            PresenceSweep sweep,
            Environment environment,
            Consumer<RoomPresence> retirement) {
        this.room = room;
        this.directory = directory;
        this.sweep = sweep;
        this.retirement = retirement;
        this.follower = new Follower<>(this, Backlog.ofHeld(MAX_CHANGES_WHILE_READING), false);
        this.subscribers =
                new Subscribers(new UpdateBatch(environment.scheduler(), environment.nanos(), this::tellWaiting));
        this.roster = new Roster(room, subscribers::tell, time -> sweep.ends(room, time));
    }

    /**
     * Subscribes a client; empty if it unsubscribes in the meantime.
     *
     * @param instead does the same with another one if this one has retired
     */
    CompletionStage<Optional<PresenceSubscription>> subscribe(
            Topic<PresenceSubscription> topic,
            Connection connection,
            Grouping by,
            Supplier<CompletionStage<Optional<PresenceSubscription>>> instead) {
        Joiners.Joiner joiner = new Joiners.Joiner(topic, connection, by, new CompletableFuture<>());
        follower.join(() -> joiners.add(joiner), () -> Attempt.of(instead, joiner.result()));
        return joiner.result();
    }

    /** Ends the subscription of a client that unsubscribed. */
    CompletionStage<Void> unsubscribe(Topic<PresenceSubscription> topic) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        follower.run(() -> {
            if (topic.held() != null) {
                remove(topic.held());
            }
            result.complete(null);
        });
        return result;
    }

    private void remove(PresenceSubscription subscription) {
        subscribers.remove(subscription);
        subscription.connection().topics().release(ROOMS, room, subscription);
    }

    /**
     * The reply to a new subscriber is on its way, or the client doesn't know of its subscription.
     *
     * @param untold the connections with states that didn't fit into the reply
     */
    void replied(PresenceSubscription subscription, boolean success, Collection<String> untold) {
        follower.run(() -> {
            if (!subscribers.contains(subscription)) {
                return;
            }
            if (success) {
                subscribers.tellWaiting();
                subscription.goLive(roster.states(untold));
            } else {
                remove(subscription);
            }
        });
    }

    void received(PresenceChange change) {
        follower.received(change);
    }

    /**
     * About once a second. Renews the watch, which also shows whether a publication was lost, because the change of the
     * returned version must have arrived by the next tick. Reads again if that failed. Leaves a room without
     * subscribers.
     */
    void tick(long now) {
        follower.tick(() -> {
            subscribers.tellWaiting();
            boolean over = patient && now - patientUntil >= 0;
            patient &= !over;
            if (over || version.number() < published) {
                follower.outdated();
            }
            follower.resume();
            if (isWanted() && follower.isFollowing() && now - watchAgainAt >= 0) {
                watchAgain(now);
            }
        });
    }

    /** See {@link Subscribers#catchUp}. */
    void catchUp() {
        follower.run(subscribers::catchUp);
    }

    private void watchAgain(long now) {
        watchAgainAt = now + PresenceDirectory.WATCH_AGAIN.toNanos();
        Version known = version;
        Attempt.of(() -> directory.watchAgain(room))
                .whenComplete((found, failure) -> follower.run(() -> {
                    if (failure != null) {
                        watchAgainAt = now;
                        return;
                    }
                    published = found.number();
                    if (!found.isOfLine(known) || found.number() < known.number()) {
                        // The store went back.
                        follower.outdated();
                    }
                    follower.resume();
                }));
    }

    /**
     * The store was out of reach: changes may have been lost, and the store may have lost everything. The other
     * instances have until the given time to write their data; only then are missing members announced as gone.
     */
    void rejoined(long patientUntilNanos) {
        follower.run(() -> {
            patient = true;
            patientUntil = patientUntilNanos;
            follower.outdated();
        });
    }

    @Override
    public boolean isWanted() {
        return !subscribers.isEmpty() || !joiners.isEmpty();
    }

    @Override
    public boolean lingers() {
        return true;
    }

    @Override
    public boolean changesResume() {
        return true;
    }

    @Override
    public CompletionStage<View> read() {
        return directory.watch(room);
    }

    @Override
    public void replace(View view) {
        version = view.version();
        time = view.time();
        published = version.number();
        joiners.allRead();
        if (joiners.isEmpty()) {
            sweep.ends(room, Duration.ZERO);
        }
        if (patient) {
            roster.add(view);
        } else {
            roster.become(view);
        }
    }

    /**
     * Also checks changes whose number is already known: if such a change belongs to another line, or has a later time, the store
     * went back.
     */
    @Override
    public Fit apply(PresenceChange change) {
        if (!change.version().follows(version)) {
            boolean known = change.version().isOfLine(version)
                    && change.version().number() <= version.number()
                    && change.time() <= time;
            return known ? Fit.KNOWN : Fit.MISSED;
        }
        version = change.version();
        time = Math.max(time, change.time());
        roster.change(change);
        return Fit.APPLIED;
    }

    /** Answers the subscribers for whom the store has removed overdue members and states, once these removals have arrived. */
    @Override
    public void welcome() {
        joiners.ready(version.number()).forEach(this::welcome);
        if (joiners.mayAsk()) {
            joiners.asking();
            sweep.take(room)
                    .whenComplete((found, failure) -> follower.run(() -> {
                        // Without the store, overdue members and states can't be told from others.
                        joiners.answered(failure == null ? found : UNREAD);
                        published = failure == null ? Math.max(published, found) : published;
                        follower.resume();
                    }));
        }
    }

    private void welcome(Joiners.Joiner one) {
        // It finds these in its reply.
        subscribers.tellWaiting();
        PresenceSubscription subscription =
                new PresenceSubscription(this, one.connection(), one.by(), roster.present());
        boolean subscribed = one.topic().hold(subscription);
        if (subscribed) {
            subscribers.add(subscription);
        }
        one.result().complete(Optional.of(subscription).filter(found -> subscribed));
    }

    @Override
    public void failed(Throwable failure) {
        joiners.takeAll().forEach(one -> one.result().completeExceptionally(failure));
    }

    /** If it fails, the watch ends by itself. */
    @Override
    public CompletionStage<Void> leave() {
        return directory.unwatch(room);
    }

    @Override
    public void forget() {
        version = new Version("", UNREAD);
        time = 0;
        published = UNREAD;
        roster.forget();
    }

    @Override
    public void retired() {
        retirement.accept(this);
    }

    private void tellWaiting() {
        follower.run(subscribers::tellWaiting);
    }
}
