package io.meshws.internal.presence;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The clients that wait to be told who is in a room. Before they are, the store takes what is over there, once for all who
 * wait by then, and the room hears of it. Changes in the tasks of its {@link RoomPresence}.
 */
final class Joiners {
    /** Nobody has to wait for a version. */
    private static final long ANY = -1;

    private final List<Joiner> waiting = new ArrayList<>();
    private final List<Joiner> asking = new ArrayList<>();
    private final List<Joiner> ready = new ArrayList<>();
    /** The version that has to be known for those who are ready. */
    private long readyAt = ANY;

    private boolean asked;

    /** One of them. */
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

    /** Whether somebody waits for whom the store was not asked, and none asks it now. */
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
     * The store took what is over.
     *
     * @param version has to be known here
     */
    void answered(long version) {
        asked = false;
        ready.addAll(asking);
        asking.clear();
        readyAt = version;
    }

    /** All there is was read: there is nothing to wait for, also if the store went back. */
    void allRead() {
        readyAt = ANY;
    }

    /** Takes those who can be told once this version is known. */
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
