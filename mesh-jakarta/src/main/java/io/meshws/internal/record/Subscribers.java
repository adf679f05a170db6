package io.meshws.internal.record;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those of this instance's clients that follow one record. Belongs to its replica's tasks, except for {@link #someBehind}. */
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

    /** Whether some were not told the last version because they do not keep up. */
    boolean someBehind() {
        return someBehind;
    }

    /**
     * Adds one, which takes the place of the same client's before.
     *
     * @return false if the client unsubscribed meanwhile
     */
    boolean add(Topics.Topic<Subscriber> topic, Subscriber subscriber) {
        boolean added = topic.hold(subscriber);
        if (added) {
            subscribers.put(subscriber.connection(), subscriber);
        }
        return added;
    }

    /** Removes the subscriber, but not one that took its place. */
    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber.connection(), subscriber);
        subscriber.connection().topics().release(RECORDS, recordId, subscriber);
    }

    /** Tells one the full value. */
    void tell(Subscriber subscriber, RecordFrames frames) {
        if (isThere(subscriber)) {
            subscriber.tell(null, frames);
            someBehind |= subscriber.isBehind();
        }
    }

    /**
     * @param before the state that a patch leads on from; null if there is none
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
