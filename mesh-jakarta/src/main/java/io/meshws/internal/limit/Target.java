package io.meshws.internal.limit;

import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import java.util.List;

/** What messages between instances are for, as a text: a channel, a record, a room or everyone. */
public final class Target {
    public static final String EVERYONE = "everyone";

    private Target() {}

    public static String channel(String name) {
        return "channel " + name;
    }

    public static String record(String id) {
        return "record " + id;
    }

    public static String room(String name) {
        return "room " + name;
    }

    /** None if nobody waits for such messages. */
    static List<String> of(ClusterMessage message) {
        // Java 17 has no switch over sealed types.
        if (message instanceof ClusterMessage.Published published) {
            return List.of(channel(published.channel()));
        }
        if (message instanceof RecordChange change) {
            return List.of(record(change.recordId()));
        }
        if (message instanceof ClusterMessage.RecordChanges changes) {
            return changes.changes().stream()
                    .map(change -> record(change.recordId()))
                    .toList();
        }
        if (message instanceof ClusterMessage.Delivery delivery
                && delivery.audience().connections() == null) {
            String room = delivery.audience().room();
            return List.of(room == null ? EVERYONE : room(room));
        }
        return List.of();
    }
}
