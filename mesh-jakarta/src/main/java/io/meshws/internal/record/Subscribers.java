package io.meshws.internal.record;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clients of this instance that follow one record. Belongs to its replica's tasks, except for {@link #someBehind}.
 */
final class Subscribers {
    static final Topics.Kind<Subscriber> RECORDS = new Topics.Kind<>("recordId");

    private final String recordId;
    private final Map<Connection, Subscriber> subscribers = new LinkedHashMap<>();
    private volatile boolean someBehind;

    Subscribers(String recordId) {
        this.recordId = recordId;
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    int size() {
        return subscribers.size();
    }

    /** Whether some weren't told the last version because they don't keep up. */
    boolean someBehind() {
        return someBehind;
    }

    /**
     * Adds a subscriber, which replaces an earlier one of the same client.
     *
     * @return false if the client unsubscribed in the meantime
     */
    boolean add(Topics.Topic<Subscriber> topic, Subscriber subscriber) {
        boolean added = topic.hold(subscriber);
        if (added) {
            subscribers.put(subscriber.connection(), subscriber);
        }
        return added;
    }

    /** Removes the subscriber, but not one that replaced it. */
    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber.connection(), subscriber);
        subscriber.connection().topics().release(RECORDS, recordId, subscriber);
    }

    /** Tells one subscriber the full value. */
    void tell(Subscriber subscriber, RecordFrames frames) {
        if (isThere(subscriber)) {
            subscriber.tell(null, frames);
            someBehind |= subscriber.isBehind();
        }
    }

    /** @param before the state that a patch starts from; null if there is none */
    void tellAll(RecordState before, RecordFrames frames) {
        boolean behind = false;
        // While a client is told, it can turn out to be gone.
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
