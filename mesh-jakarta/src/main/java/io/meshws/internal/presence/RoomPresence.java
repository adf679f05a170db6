package io.meshws.internal.presence;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.PresenceDirectory.Version;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics;
import io.meshws.internal.connection.Topics.Topic;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this instance's subscribers know of one room's presence. It starts with all of it, follows the published changes
 * by their versions, and where one is missing, reads all again; subscribers are told the difference between what the board
 * knew and what it knows now. So each is told of a join or leave once, however often it was published or lost.
 * Thread-safe.
 */
final class RoomPresence {
    static final Topics.Kind<PresenceSubscription> ROOMS = new Topics.Kind<>("roomName");

    private static final long UNREAD = -1;
    private static final int MAX_HELD = 1024;

    private final String room;
    private final PresenceDirectory directory;
    private final Sweep sweep;
    /** Thread-safe, for {@link #isIdle}; changes in turns only. */
    private final Map<Connection, PresenceSubscription> subscriptions = new ConcurrentHashMap<>();

    private final AtomicInteger reserved = new AtomicInteger();
    private final SerialQueue turns = new SerialQueue();
    // What follows changes in turns only.
    private final Roster roster;
    private final Joiners joiners = new Joiners();
    /** Changes that came while all is read. */
    private final List<PresenceChange> held = new ArrayList<>();

    private Version version = new Version("", UNREAD);
    /** Of the store, at {@link #version} or later. */
    private long time;

    private boolean stale = true;
    private boolean reading;
    private long watchAgainAt;
    /** The number of the version that the store had when the watch was renewed. */
    private long published = UNREAD;

    /** Who is missing from the store may only not have come back to it yet. */
    private boolean patient;

    private long patientUntil;

    RoomPresence(String room, PresenceDirectory directory, Sweep sweep) {
        this.room = room;
        this.directory = directory;
        this.sweep = sweep;
        this.roster = new Roster(room, this::tell, time -> sweep.ends(room, time));
    }

    /** Somebody is about to subscribe: the board stays. */
    void reserve() {
        reserved.incrementAndGet();
    }

    /** After {@link #reserve}. Empty if the client unsubscribes meanwhile. */
    CompletionStage<Optional<PresenceSubscription>> subscribe(
            Topic<PresenceSubscription> topic, Connection connection, Grouping by) {
        Joiners.Joiner joiner = new Joiners.Joiner(topic, connection, by, new CompletableFuture<>());
        turn(() -> {
            joiners.add(joiner);
            proceed();
        });
        return joiner.result();
    }

    /** Ends what the client has, which unsubscribed. */
    CompletionStage<Void> unsubscribe(Topic<PresenceSubscription> topic) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        turn(() -> {
            if (topic.held() != null) {
                remove(topic.held());
            }
            result.complete(null);
        });
        return result;
    }

    private void remove(PresenceSubscription subscription) {
        subscriptions.remove(subscription.connection(), subscription);
        subscription.connection().topics().release(ROOMS, room, subscription);
    }

    /**
     * The reply to one who subscribed is on its way; or the client does not know of its subscription.
     *
     * @param untold the connections whose states the reply had no space for
     */
    void replied(PresenceSubscription subscription, boolean success, Collection<String> untold) {
        turn(() -> {
            if (subscriptions.get(subscription.connection()) != subscription) {
                return;
            }
            if (success) {
                subscription.goLive(roster.states(untold));
            } else {
                remove(subscription);
            }
        });
    }

    boolean isIdle() {
        return reserved.get() == 0 && subscriptions.isEmpty();
    }

    void received(PresenceChange change) {
        turn(() -> {
            if (reading && held.size() < MAX_HELD) {
                held.add(change);
            } else if (reading || isMissed(change)) {
                stale = true;
                proceed();
            } else {
                follow(change);
                proceed();
            }
        });
    }

    /**
     * About once a second: renews the watch, which also tells whether a publication was lost, for what it says must have
     * arrived by the next tick; and reads again where that failed.
     */
    void tick(long now) {
        turn(() -> {
            boolean over = patient && now - patientUntil >= 0;
            patient &= !over;
            stale |= over || version.number() < published;
            if (!stale && !reading && now - watchAgainAt >= 0) {
                watchAgain(now);
            }
            proceed();
        });
    }

    /** Tells those who did not keep up what they were not told. */
    void catchUp() {
        turn(() -> subscriptions.values().forEach(PresenceSubscription::catchUp));
    }

    private void watchAgain(long now) {
        watchAgainAt = now + PresenceDirectory.WATCH_AGAIN.toNanos();
        Version known = version;
        Attempt.of(() -> directory.watchAgain(room))
                .whenComplete((found, failure) -> turn(() -> {
                    if (failure != null) {
                        watchAgainAt = now;
                    } else {
                        published = found.number();
                        // Also where the store went back.
                        stale |= !found.isOfLine(known) || found.number() < known.number();
                        proceed();
                    }
                }));
    }

    /**
     * The store was not reached: changes may have been lost, and the store may have lost everything. The other instances
     * have until the given time to write what belongs to them, before who is missing is said to have left.
     */
    void rejoined(long patientUntilNanos) {
        turn(() -> {
            patient = true;
            patientUntil = patientUntilNanos;
            stale = true;
            proceed();
        });
    }

    /** Somebody may have ended the watch. */
    void watchMayHaveEnded() {
        turn(() -> {
            stale = true;
            proceed();
        });
    }

    private void proceed() {
        if (reading) {
            return;
        }
        if (stale) {
            stale = false;
            reading = true;
            Attempt.of(() -> directory.watch(room))
                    .whenComplete((view, failure) -> turn(() -> haveRead(view, failure)));
        } else {
            joiners.ready(version.number()).forEach(this::welcome);
            if (joiners.mayAsk()) {
                joiners.asking();
                sweep.take(room)
                        .whenComplete((found, failure) -> turn(() -> {
                            // Without the store there is nobody who could tell what is over.
                            joiners.answered(failure == null ? found : UNREAD);
                            published = failure == null ? Math.max(published, found) : published;
                            proceed();
                        }));
            }
        }
    }

    private void haveRead(View view, Throwable failure) {
        reading = false;
        List<PresenceChange> came = List.copyOf(held);
        held.clear();
        if (failure != null) {
            // The next tick tries again, where anybody is left.
            stale = true;
            for (Joiners.Joiner one : joiners.takeAll()) {
                reserved.decrementAndGet();
                one.result().completeExceptionally(failure);
            }
            return;
        }
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
        came.forEach(this::follow);
        stale |= came.stream().anyMatch(this::isMissed);
        proceed();
    }

    private void follow(PresenceChange change) {
        if (change.version().follows(version)) {
            version = change.version();
            time = Math.max(time, change.time());
            roster.change(change);
        }
    }

    /**
     * Whether the change is neither the next one nor one that is known. Also if its number is known: of another line, or later
     * than what is known, it tells that the store went back.
     */
    private boolean isMissed(PresenceChange change) {
        boolean known = change.version().isOfLine(version)
                && change.version().number() <= version.number()
                && change.time() <= time;
        return !known && !change.version().follows(version);
    }

    private void welcome(Joiners.Joiner one) {
        PresenceSubscription subscription =
                new PresenceSubscription(this, one.connection(), one.by(), roster.present());
        boolean subscribed = one.topic().hold(subscription);
        if (subscribed) {
            subscriptions.put(one.connection(), subscription);
        }
        reserved.decrementAndGet();
        one.result().complete(Optional.of(subscription).filter(found -> subscribed));
    }

    private void turn(Runnable task) {
        turns.run(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // Something may not be known here: the next tick reads all again.
                stale = true;
                throw e;
            }
        });
    }

    private void tell(Update update) {
        subscriptions.values().forEach(subscription -> subscription.tell(update));
    }
}
