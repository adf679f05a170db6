package io.meshws.internal.presence;

import io.meshws.internal.connection.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The subscribers of a room, who are told of its updates. Changes in the tasks of the room. */
final class Subscribers {
    private final Map<Connection, PresenceSubscription> all = new HashMap<>();
    private final UpdateBatch batch;

    Subscribers(UpdateBatch batch) {
        this.batch = batch;
    }

    void add(PresenceSubscription subscription) {
        all.put(subscription.connection(), subscription);
    }

    void remove(PresenceSubscription subscription) {
        all.remove(subscription.connection(), subscription);
    }

    boolean contains(PresenceSubscription subscription) {
        return all.get(subscription.connection()) == subscription;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Tells those that didn't keep up about the changes that they missed. */
    void catchUp() {
        all.values().forEach(PresenceSubscription::catchUp);
    }

    void tell(Update update) {
        tell(batch.add(update, all.size()));
    }

    void tellWaiting() {
        tell(batch.take());
    }

    /** All to one subscriber after the other, so that each gets them together. */
    private void tell(List<Update> updates) {
        if (!updates.isEmpty()) {
            all.values().forEach(subscription -> updates.forEach(subscription::tell));
        }
    }
}
