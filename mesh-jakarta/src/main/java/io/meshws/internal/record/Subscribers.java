package io.meshws.internal.record;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those of this instance's clients that follow one record. Belongs to its replica's turns, but for {@link #someBehind}. */
final class Subscribers {
    private static final Topics.Kind<String> RECORDS = new Topics.Kind<>();

    private final String recordId;
    private final Map<Connection, Subscriber> subscribers = new LinkedHashMap<>();
    private volatile boolean someBehind;

    Subscribers(String recordId) {
        this.recordId = recordId;
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    /** Whether some were not told the last version because they do not keep up. */
    boolean someBehind() {
        return someBehind;
    }

    /** The records that the client follows. */
    static List<String> records(Connection connection) {
        return connection.topics().all(RECORDS);
    }

    /**
     * Adds one, which takes the place of the same client's before; not where the client is gone.
     *
     * @return false where the client has too many subscriptions
     */
    boolean add(Subscriber subscriber) {
        Connection connection = subscriber.connection();
        if (connection.topics().add(RECORDS, recordId, recordId).isEmpty()) {
            return false;
        }
        subscribers.put(connection, subscriber);
        // It may have closed meanwhile; its clean-up ran before this.
        if (!connection.isOpen()) {
            remove(connection);
        }
        return true;
    }

    /** Removes a client; says whether it was there. */
    boolean remove(Connection connection) {
        connection.topics().remove(RECORDS, recordId, recordId);
        return subscribers.remove(connection) != null;
    }

    /** Removes the subscriber, but not one that took its place. */
    void remove(Subscriber subscriber) {
        if (isThere(subscriber)) {
            remove(subscriber.connection());
        }
    }

    /** Tells one the full value. */
    void tell(Subscriber subscriber, RecordFrames frames) {
        if (isThere(subscriber)) {
            subscriber.tell(null, frames);
            someBehind |= subscriber.isBehind();
        }
    }

    /**
     * @param before the state that a patch leads on from; null where there is none
     */
    void tellAll(RecordState before, RecordFrames frames) {
        boolean behind = false;
        // A client that is told can turn out to be gone.
        for (Subscriber subscriber : List.copyOf(subscribers.values())) {
            subscriber.tell(before, frames);
            behind |= subscriber.isBehind();
        }
        someBehind = behind;
    }

    private boolean isThere(Subscriber subscriber) {
        return subscribers.get(subscriber.connection()) == subscriber;
    }
}
