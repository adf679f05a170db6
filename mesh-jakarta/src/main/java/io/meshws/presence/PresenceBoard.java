package io.meshws.presence;

import io.meshws.cluster.Attempt;
import io.meshws.cluster.ClusterMessage.PresenceChange;
import io.meshws.cluster.PresenceDirectory;
import io.meshws.cluster.PresenceDirectory.View;
import io.meshws.connection.Connection;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What this instance's subscribers know of one room's presence. It starts with all of it, follows the published changes
 * by their versions, and where one is missing, reads all again; subscribers are told the difference between what the board
 * knew and what it knows now. So each is told of a join or leave once, however often it was published or lost.
 *
 * <p>Thread-safe, by its own lock; the store is never called while it is held.
 */
final class PresenceBoard {
    private static final System.Logger LOG = System.getLogger(PresenceBoard.class.getPackageName());
    private static final long UNKNOWN = -1;

    private final String room;
    private final PresenceDirectory directory;

    /** {@link #UNKNOWN} until all was read, and where what is known may be wrong. */
    private long version = UNKNOWN;

    private Set<String> present = new HashSet<>();
    private Map<String, String> states = new HashMap<>();
    private final Map<Connection, PresenceSubscription> subscriptions = new HashMap<>();
    private int subscribing;

    /** Changes that came while all is read; null while it is not. */
    private List<PresenceChange> waiting;

    private boolean readAgain;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    private long watchedAt;
    private boolean overdue;

    /** The version that the store had when the watch was renewed. */
    private long published = UNKNOWN;

    /** Who is missing from the store may only not have come back to it yet. */
    private boolean patient;

    private long patientUntil;

    PresenceBoard(String room, PresenceDirectory directory) {
        this.room = room;
        this.directory = directory;
    }

    /** Somebody is about to subscribe: the board stays. */
    synchronized void reserve() {
        subscribing++;
    }

    /** After {@link #reserve}. */
    CompletionStage<PresenceSubscription> subscribe(Connection connection) {
        boolean unread;
        CompletableFuture<Void> known;
        synchronized (this) {
            unread = version == UNKNOWN && waiting == null;
            if (unread && ready.isDone()) {
                ready = new CompletableFuture<>();
            }
            known = ready;
        }
        if (unread) {
            readAll();
        }
        return known.handle((done, failure) -> subscribe(connection, failure)).thenCompose(stage -> stage);
    }

    private synchronized CompletionStage<PresenceSubscription> subscribe(Connection connection, Throwable failure) {
        subscribing--;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        PresenceSubscription subscription =
                new PresenceSubscription(this, connection, Set.copyOf(present), Map.copyOf(states));
        subscriptions.put(connection, subscription);
        return CompletableFuture.completedFuture(subscription);
    }

    synchronized boolean unsubscribe(Connection connection) {
        return subscriptions.remove(connection) != null;
    }

    synchronized void unsubscribe(Connection connection, PresenceSubscription subscription) {
        subscriptions.remove(connection, subscription);
    }

    synchronized boolean isIdle() {
        return subscriptions.isEmpty() && subscribing == 0;
    }

    /**
     * Renews the watch, which also tells whether a publication was lost: what it says must have arrived by the next tick.
     */
    void tick(long now) {
        boolean all;
        long known;
        synchronized (this) {
            boolean missed = version < published;
            boolean over = patient && now - patientUntil >= 0;
            patient &= !over;
            all = missed || over;
            known = version;
            boolean due = overdue || now - watchedAt >= PresenceDirectory.WATCH_AGAIN.toNanos();
            if (!all && (!due || version == UNKNOWN)) {
                return;
            }
            overdue = false;
            watchedAt = now;
        }
        if (all) {
            readAll();
        } else {
            Attempt.of(() -> directory.watch(room, known)).whenComplete(this::watched);
        }
    }

    private synchronized void watched(Optional<View> view, Throwable failure) {
        overdue |= failure != null;
        if (failure == null && view.isPresent()) {
            published = view.get().version();
        }
    }

    /**
     * The store was not reached: changes may have been lost, and the store may have lost everything. The other instances
     * have until the given time to write what belongs to them, before who is missing is said to have left.
     */
    void rejoined(long patientUntilNanos) {
        synchronized (this) {
            patient = true;
            patientUntil = patientUntilNanos;
        }
        readAll();
    }

    /** Watches the room, and learns all of it. */
    void readAll() {
        synchronized (this) {
            if (waiting != null) {
                readAgain = true;
                return;
            }
            waiting = new ArrayList<>();
        }
        Attempt.of(() -> directory.watch(room, UNKNOWN)).whenComplete(this::haveRead);
    }

    private void haveRead(Optional<View> view, Throwable failure) {
        Throwable problem;
        CompletableFuture<Void> told;
        boolean again;
        synchronized (this) {
            List<PresenceChange> came = waiting;
            waiting = null;
            problem = failure == null ? learn(view, came) : failure;
            if (failure != null) {
                version = UNKNOWN;
            }
            again = problem == null && (readAgain || hasGap(came));
            readAgain = false;
            told = ready;
        }
        if (problem == null) {
            told.complete(null);
        } else {
            told.completeExceptionally(problem);
        }
        if (again) {
            readAll();
        }
    }

    /** What goes wrong is returned, and has all read again at the next tick, if not earlier. */
    private Throwable learn(Optional<View> view, List<PresenceChange> changes) {
        try {
            view.ifPresent(this::become);
            changes.forEach(this::apply);
            return null;
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "MESH-0801 Telling of presence failed; it is read again", e);
            version = UNKNOWN;
            return e;
        }
    }

    private boolean hasGap(List<PresenceChange> came) {
        return came.stream().anyMatch(change -> change.version() > version);
    }

    void received(PresenceChange change) {
        synchronized (this) {
            if (waiting != null) {
                waiting.add(change);
                return;
            }
            if (change.version() <= version + 1) {
                learn(Optional.empty(), List.of(change));
                return;
            }
        }
        readAll();
    }

    private void apply(PresenceChange change) {
        if (change.version() != version + 1) {
            return;
        }
        version = change.version();
        for (JsonValue each : Json.readTrusted(change.changes()).asJsonArray()) {
            apply(each.asJsonArray(), change.time());
        }
    }

    private void apply(JsonArray change, long time) {
        String id = change.getString(1);
        switch (change.getString(0)) {
            case "join" -> join(id, time);
            case "leave" -> leave(id, time);
            default -> {
                String state = change.get(2).toString();
                boolean silent = change.getBoolean(3);
                if (!silent) {
                    tell(Updates.state(room, id, state, time));
                }
                keep(id, state);
            }
        }
    }

    private void join(String id, long time) {
        if (!present.contains(id)) {
            tell(Updates.joined(room, id, time));
            present.add(id);
        }
    }

    private void leave(String id, long time) {
        states.remove(id);
        if (present.contains(id)) {
            tell(Updates.left(room, id, time));
            present.remove(id);
        }
    }

    private void keep(String id, String state) {
        if (state.equals("null")) {
            states.remove(id);
        } else {
            states.put(id, state);
        }
    }

    private void become(View view) {
        version = view.version();
        published = version;
        if (!patient) {
            forgetAllBut(view);
        }
        view.present().forEach(id -> join(id, view.time()));
        view.states().forEach((id, state) -> {
            if (!state.equals(states.get(id))) {
                tell(Updates.state(room, id, state, view.time()));
                states.put(id, state);
            }
        });
    }

    private void forgetAllBut(View view) {
        for (String id : Set.copyOf(present)) {
            if (!view.present().contains(id)) {
                leave(id, view.time());
            }
        }
        for (String id : Set.copyOf(states.keySet())) {
            if (!view.states().containsKey(id)) {
                tell(Updates.state(room, id, "null", view.time()));
                states.remove(id);
            }
        }
    }

    private void tell(String frame) {
        subscriptions.values().forEach(subscription -> subscription.send(frame));
    }
}
