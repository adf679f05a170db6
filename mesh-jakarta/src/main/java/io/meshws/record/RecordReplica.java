package io.meshws.record;

import io.meshws.cluster.ClusterMessage.RecordChange;
import io.meshws.cluster.ClusterMessage.RecordStep;
import io.meshws.cluster.RecordStore;
import io.meshws.cluster.RecordStore.Stored;
import io.meshws.cluster.Turns;
import io.meshws.connection.Connection;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonPatches;
import io.meshws.protocol.PatchFailedException;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A record as this instance's subscribers hold it. It follows the record while there are subscribers, applies each change
 * once, and reads the record again where it missed one or may have. Thread-safe.
 *
 * <p>One question to the store is under way at a time: to follow and read, or to follow no longer. Changes that arrive
 * meanwhile are held, and are applied to what was read as far as they are newer.
 */
final class RecordReplica {
    private static final System.Logger LOG = System.getLogger(RecordReplica.class.getPackageName());
    private static final int MAX_HELD = 1024;

    private final String recordId;
    private final RecordStore store;
    private final Retirement retirement;
    private final Turns turns = new Turns();
    // What follows changes in turns only.
    private final Map<Connection, Subscriber> subscribers = new LinkedHashMap<>();
    private final List<Joining> joining = new ArrayList<>();
    private final List<RecordChange> held = new ArrayList<>();
    private boolean asking;
    private boolean following;
    private boolean retired;
    /** The last question failed: the next one waits for a reason to try again. */
    private boolean paused;
    /** More changes came than are held. */
    private boolean flooded;
    /** Null until it was read. */
    private RecordState state;

    private volatile boolean stale = true;
    private volatile boolean someBehind;
    private volatile RecordState current;

    private record Joining(Subscriber subscriber, CompletableFuture<RecordSubscription> result) {}

    /** Forgets a replica that nobody needs. */
    interface Retirement {
        void retire(RecordReplica replica);
    }

    /**
     * @param following whether the store sends changes already
     */
    RecordReplica(String recordId, RecordStore store, boolean following, Retirement retirement) {
        this.recordId = recordId;
        this.store = store;
        this.following = following;
        this.retirement = retirement;
    }

    String recordId() {
        return recordId;
    }

    /** What the subscribers hold, or null where that may be old. */
    RecordState current() {
        return stale ? null : current;
    }

    /**
     * Adds the client, or replaces what it subscribed to.
     *
     * @param instead does it with another replica, where this one has retired
     */
    CompletionStage<RecordSubscription> join(
            Connection connection,
            RecordMode mode,
            boolean available,
            Supplier<CompletionStage<RecordSubscription>> instead) {
        CompletableFuture<RecordSubscription> result = new CompletableFuture<>();
        turns.run(() -> {
            if (retired) {
                pass(instead.get(), result);
                return;
            }
            Subscriber subscriber = new Subscriber(connection, mode);
            subscribers.put(connection, subscriber);
            connection.records().add(recordId);
            // It may have closed meanwhile; its clean-up ran before this.
            if (!connection.isOpen()) {
                remove(connection);
            }
            // What is read while the store is away could be old without anybody knowing.
            stale |= !available;
            paused = false;
            joining.add(new Joining(subscriber, result));
            proceed();
        });
        return result;
    }

    /** Removes the client; says whether it was there. */
    CompletionStage<Boolean> leave(Connection connection) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        turns.run(() -> {
            boolean left = remove(connection);
            proceed();
            result.complete(left);
        });
        return result;
    }

    void received(RecordChange change) {
        turns.run(() -> {
            take(change);
            proceed();
        });
    }

    /** Changes may have been lost. */
    void resynchronise() {
        turns.run(() -> {
            stale = true;
            paused = false;
            proceed();
        });
    }

    /** About once a second: tries again what failed, and tells those who did not keep up. */
    void tick(boolean available) {
        if (someBehind || (stale && available)) {
            turns.run(() -> {
                if (state != null) {
                    tellAll(null, new RecordFrames(recordId, state, null, null));
                }
                paused = false;
                proceed();
            });
        }
    }

    private boolean remove(Connection connection) {
        connection.records().remove(recordId);
        return subscribers.remove(connection) != null;
    }

    /** Does what is to be done next, where nothing is under way. */
    private void proceed() {
        if (asking || retired) {
            return;
        }
        if (subscribers.isEmpty() && joining.isEmpty()) {
            if (following) {
                ask(store.unfollow(recordId), (done, failure) -> unfollowed());
            } else {
                retired = true;
                retirement.retire(this);
            }
        } else if (stale && !paused) {
            held.clear();
            flooded = false;
            ask(store.follow(recordId), this::read);
        } else if (!stale) {
            welcome();
        }
    }

    private void unfollowed() {
        // Where it failed, what still arrives makes a new replica, which tries again.
        following = false;
        stale = true;
        state = null;
        current = null;
    }

    private void read(Stored stored, Throwable failure) {
        if (failure != null) {
            paused = true;
            List<Joining> failed = List.copyOf(joining);
            joining.clear();
            failed.forEach(one -> {
                Connection connection = one.subscriber().connection();
                if (subscribers.get(connection) == one.subscriber()) {
                    remove(connection);
                }
                one.result().completeExceptionally(failure);
            });
            return;
        }
        following = true;
        stale = false;
        RecordState found = RecordState.of(stored);
        boolean isOld = state != null && state.epoch().equals(found.epoch()) && state.version() >= found.version();
        if (!isOld) {
            state = found;
            current = found;
            tellAll(null, new RecordFrames(recordId, found, null, stored.value()));
        }
        List<RecordChange> newer = List.copyOf(held);
        held.clear();
        newer.forEach(this::take);
        stale |= flooded;
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
                    .complete(new RecordSubscription(value, state.version(), success -> replied(subscriber, success)));
        }
    }

    /** Called in a turn where the reply was sent in it, else when it was. */
    private void replied(Subscriber subscriber, boolean success) {
        if (success) {
            subscriber.replied();
        }
        turns.run(() -> {
            Connection connection = subscriber.connection();
            if (subscribers.get(connection) != subscriber) {
                return;
            }
            if (!success) {
                remove(connection);
                proceed();
            } else if (state != null) {
                // The record may have changed before the reply was sent.
                subscriber.tell(null, new RecordFrames(recordId, state, null, null));
                someBehind |= subscriber.isBehind();
            }
        });
    }

    private void take(RecordChange change) {
        if (asking) {
            flooded |= held.size() == MAX_HELD;
            if (!flooded) {
                held.add(change);
            }
            return;
        }
        if (state == null || stale) {
            return;
        }
        long end = change.base() + change.steps().size();
        boolean continues =
                change.epoch().equals(state.epoch()) || (state.epoch().isEmpty() && change.base() == 0);
        if (!continues || change.base() > state.version()) {
            stale = true;
        } else {
            for (long version = state.version(); version < end && !stale; version++) {
                apply(change, change.steps().get((int) (version - change.base())));
            }
        }
    }

    private void apply(RecordChange change, RecordStep step) {
        JsonValue value;
        try {
            value = step.isDeletion() ? null : valueAfter(step);
        } catch (PatchFailedException e) {
            LOG.log(System.Logger.Level.WARNING, "MESH-0603 A patch of record " + recordId + " does not fit", e);
            stale = true;
            return;
        }
        RecordState before = state;
        state = new RecordState(change.epoch(), before.version() + 1, value);
        current = state;
        tellAll(before, new RecordFrames(recordId, state, step.patch(), step.value()));
    }

    private JsonValue valueAfter(RecordStep step) throws PatchFailedException {
        return step.value() != null
                ? Json.readTrusted(step.value())
                : JsonPatches.apply(
                        state.value(), Json.readTrusted(step.patch()).asJsonArray());
    }

    private void tellAll(RecordState before, RecordFrames frames) {
        boolean behind = false;
        for (Subscriber subscriber : List.copyOf(subscribers.values())) {
            subscriber.tell(before, frames);
            behind |= subscriber.isBehind();
        }
        someBehind = behind;
    }

    private <T> void ask(CompletionStage<T> question, BiConsumer<T, Throwable> answer) {
        asking = true;
        question.whenComplete((value, failure) -> turns.run(() -> {
            asking = false;
            answer.accept(value, failure);
            proceed();
        }));
    }

    private static <T> void pass(CompletionStage<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }
}
