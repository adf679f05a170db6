package io.meshws.internal.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is present in rooms, each with a deadline by the store's clock, and with a state where one was published. Every
 * change has the room's next version and is published with it to the instances that watch the room ({@link
 * ClusterMessage.PresenceChange}), in the same atomic step: a change is announced exactly once, by whoever made it.
 */
public interface PresenceDirectory {

    /** Makes those present who are not, with their states; of the others it renews the deadlines only. */
    CompletionStage<Void> join(String room, Collection<Member> members, Duration ttl);

    /**
     * Renews the deadlines of those who are present.
     *
     * @return the others
     */
    CompletionStage<Set<String>> renew(String room, Collection<String> connectionIds, Duration ttl);

    /** Those who were present leave, and their states go. */
    CompletionStage<Void> leave(String room, Collection<String> connectionIds);

    /**
     * Makes the state of a member what it says now, or clears it; who is not present joins.
     *
     * @param silent subscribers are not told of the state
     * @return whether there is one, or was
     */
    CompletionStage<Boolean> state(String room, Member member, Duration ttl, boolean silent);

    /**
     * Takes what is overdue, as much as can be taken at once.
     *
     * @param connectionsToo not only states
     */
    CompletionStage<Expiry> expire(String room, boolean connectionsToo);

    /**
     * What is there by the store's clock: without states that are over, whether or not somebody took them.
     *
     * @param overdueToo with connections that are overdue, which may only not have been renewed yet
     * @param maxBytes how long the states may be, with their ids, in UTF-8; further ones are left out
     */
    CompletionStage<View> read(String room, boolean overdueToo, int maxBytes);

    /** All of it, however much that is. */
    default CompletionStage<View> read(String room, boolean overdueToo) {
        return read(room, overdueToo, Integer.MAX_VALUE);
    }

    /**
     * This instance receives every change after the returned view, which has all that was not taken yet: of what is over in
     * it, that it was taken is told. To be renewed every {@link #WATCH_AGAIN}.
     */
    CompletionStage<View> watch(String room);

    /**
     * Renews the watch.
     *
     * @return the version of the last change, which was published by now
     */
    CompletionStage<Version> watchAgain(String room);

    CompletionStage<Void> unwatch(String room);

    /** How often a watch is renewed; it ends by itself after a multiple of that. */
    Duration WATCH_AGAIN = Duration.ofSeconds(10);

    /**
     * A connection that is in a room.
     *
     * @param user whose it is; its own id where it is nobody's
     */
    record Member(String connectionId, String user, Optional<State> state) {
        public boolean hasUser() {
            return !user.equals(connectionId);
        }
    }

    /**
     * What a member published.
     *
     * @param text JSON
     * @param expireAfter after which it is cleared; empty for never
     */
    record State(String text, Optional<Duration> expireAfter) {}

    /**
     * What is left when all that is overdue was taken, or as much as could be at once.
     *
     * @param next when there is more to do, zero for now; empty if nothing else has a deadline
     * @param version of the last change, which was published by now
     */
    record Expiry(Optional<Duration> next, long version) {}

    /**
     * All of a room's presence at one version.
     *
     * @param time of the store, ms since 1970
     * @param complete whether no states were left out
     */
    record View(Version version, long time, Present present, boolean complete) {
        public View(Version version, long time, Present present) {
            this(version, time, present, true);
        }
    }

    /**
     * How many changes a room has seen.
     *
     * @param line tells the course of the room from another one that began when the store may have lost changes, in which
     *     the same numbers stand for others
     */
    record Version(String line, long number) {
        public boolean isOfLine(Version other) {
            return line.equals(other.line);
        }

        /** Whether it is the next one. */
        public boolean follows(Version other) {
            return isOfLine(other) && number == other.number + 1;
        }
    }

    /**
     * Who is in a room.
     *
     * @param users the user of each connection that is present; its own id where it is nobody's
     * @param states JSON texts, by connection id
     */
    record Present(Map<String, String> users, Map<String, String> states) {

        /** The connections of each user, without those that are nobody's. */
        public Map<String, Set<String>> connectionsByUser() {
            Map<String, Set<String>> connections = new HashMap<>();
            users.forEach((id, user) -> {
                if (!user.equals(id)) {
                    connections.computeIfAbsent(user, name -> new HashSet<>()).add(id);
                }
            });
            return connections;
        }
    }
}
