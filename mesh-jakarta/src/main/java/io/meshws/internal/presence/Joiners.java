package io.meshws.internal.presence;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The clients that wait to be told who is in a room. Before that, the store removes expired members and states, once for all clients
 * that wait by then, and the room receives those changes. Changes in the tasks of its {@link RoomPresence}.
 */
final class Joiners {
    /** No client has to wait for a version. */
    private static final long ANY = -1;

    private final List<Joiner> waiting = new ArrayList<>();
    private final List<Joiner> asking = new ArrayList<>();
    private final List<Joiner> ready = new ArrayList<>();
    /** The version that must be known before those that are ready can be told. */
    private long readyAt = ANY;

    private boolean asked;

    /** One waiting client. */
    record Joiner(
            Topic<PresenceSubscription> topic,
            Connection connection,
            Grouping by,
            CompletableFuture<Optional<PresenceSubscription>> result) {}

    void add(Joiner joiner) {
        waiting.add(joiner);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && asking.isEmpty() && ready.isEmpty();
    }

    /** Whether a client waits although the store was not asked for it and is not being asked now. */
    boolean mayAsk() {
        return !waiting.isEmpty() && !asked;
    }

    /** The store is asked now. */
    void asking() {
        asked = true;
        asking.addAll(waiting);
        waiting.clear();
    }

    /**
     * The store removed members and states that are over.
     *
     * @param version the version that must be known here
     */
    void answered(long version) {
        asked = false;
        ready.addAll(asking);
        asking.clear();
        readyAt = version;
    }

    /** Everything was read, so there is nothing to wait for, even if the store went back. */
    void allRead() {
        readyAt = ANY;
    }

    /** Takes the clients that can be told once this version is known. */
    List<Joiner> ready(long version) {
        if (version < readyAt) {
            return List.of();
        }
        List<Joiner> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }

    /** Takes all of them. */
    List<Joiner> takeAll() {
        List<Joiner> all = new ArrayList<>(waiting);
        all.addAll(asking);
        all.addAll(ready);
        waiting.clear();
        asking.clear();
        ready.clear();
        return all;
    }
}
