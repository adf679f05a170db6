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
 * The connections that are present in rooms, each with a deadline by the store's clock, and with a state if it
 * published one. Every change gets the room's next version and is published with it to the instances that watch the
 * room ({@link ClusterMessage.PresenceChange}), in the same atomic step. So each change is announced exactly once, by
 * the instance that made it.
 */
public interface PresenceDirectory {

    /** Makes the members present that aren't yet, with their states; for the others, only renews the deadlines. */
    CompletionStage<Void> join(String room, Collection<Member> members, Duration ttl);

    /**
     * Renews the deadlines of the connections that are present.
     *
     * @return the others
     */
    CompletionStage<Set<String>> renew(String room, Collection<String> connectionIds, Duration ttl);

    /** Removes the connections that were present, with their states. */
    CompletionStage<Void> leave(String room, Collection<String> connectionIds);

    /**
     * Sets or clears a member's state, as the member says; a member that isn't present joins.
     *
     * @param silent whether subscribers aren't told of the state
     * @return whether there is a state, or was one
     */
    CompletionStage<Boolean> state(String room, Member member, Duration ttl, boolean silent);

    /**
     * Removes overdue members and states, as many as can be removed at once.
     *
     * @param connectionsToo whether to remove connections too, not only states
     */
    CompletionStage<Expiry> expire(String room, boolean connectionsToo);

    /**
     * Reads the room's presence by the store's clock. States that are over are left out, whether or not anybody has
     * removed them.
     *
     * @param overdueToo whether to include overdue connections, which may just not have been renewed yet
     * @param maxBytes the maximum length of all states together with their ids, in UTF-8; further states are left out
     */
    CompletionStage<View> read(String room, boolean overdueToo, int maxBytes);

    /** Reads everything, however much that is. */
    default CompletionStage<View> read(String room, boolean overdueToo) {
        return read(room, overdueToo, Integer.MAX_VALUE);
    }

    /**
     * Makes this instance receive every change after the returned view. The view includes everything that hasn't been
     * removed yet; if something in it is over, its removal is announced later. Must be renewed every {@link
     * #WATCH_AGAIN}.
     */
    CompletionStage<View> watch(String room);

    /**
     * Renews the watch.
     *
     * @return the version of the last change; that change has already been published
     */
    CompletionStage<Version> watchAgain(String room);

    CompletionStage<Void> unwatch(String room);

    /** How often a watch must be renewed; it ends by itself after a multiple of that time. */
    Duration WATCH_AGAIN = Duration.ofSeconds(10);

    /**
     * A connection that is in a room.
     *
     * @param user the connection's user; the connection's own id if it has none
     */
    record Member(String connectionId, String user, Optional<State> state) {
        public boolean hasUser() {
            return !user.equals(connectionId);
        }
    }

    /**
     * The state that a member published.
     *
     * @param text JSON
     * @param expireAfter the time after which the state is cleared; empty for never
     */
    record State(String text, Optional<Duration> expireAfter) {}

    /**
     * The result of removing everything overdue, or as much as could be removed at once.
     *
     * @param next when there is more to do, zero for now; empty if nothing else has a deadline
     * @param version the version of the last change; that change has already been published
     */
    record Expiry(Optional<Duration> next, long version) {}

    /**
     * A room's complete presence at one version.
     *
     * @param time the store's time, in ms since 1970
     * @param complete whether all states are included
     */
    record View(Version version, long time, Present present, boolean complete) {
        public View(Version version, long time, Present present) {
            this(version, time, present, true);
        }
    }

    /**
     * The number of changes that a room has had.
     *
     * @param line distinguishes this course of the room from others: another line begins when the store may have lost
     *     changes, and the same numbers then stand for other changes
     */
    record Version(String line, long number) {
        public boolean isOfLine(Version other) {
            return line.equals(other.line);
        }

        /** Whether this is the version after the other one. */
        public boolean follows(Version other) {
            return isOfLine(other) && number == other.number + 1;
        }
    }

    /**
     * The members that are present in a room.
     *
     * @param users the user of each connection that is present; the connection's own id if it has none
     * @param states JSON texts, by connection id
     */
    record Present(Map<String, String> users, Map<String, String> states) {

        /** The connections of each user; connections without a user are left out. */
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
