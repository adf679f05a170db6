package io.meshws.internal.record;

import io.meshws.internal.connection.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The recipients on this instance that follow one record. Belongs to its replica's tasks, except for {@link #someBehind}.
 */
final class Subscribers {
    static final Topics.Kind<Subscriber> RECORDS = new Topics.Kind<>("recordId");

    private final String recordId;
    private final Map<Object, Recipient> subscribers = new LinkedHashMap<>();
    private final List<ListeningCollection> beginning = new ArrayList<>();
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
            add(subscriber);
        }
        return added;
    }

    /** Adds a recipient, which replaces one with the same key. */
    void add(Recipient recipient) {
        subscribers.put(recipient.key(), recipient);
    }

    /** Adds one that will be {@linkplain #welcome told} the first state. */
    void begin(ListeningCollection listening) {
        add(listening);
        beginning.add(listening);
    }

    /** Tells those that began. */
    void welcome(Supplier<RecordFrames> frames) {
        if (!beginning.isEmpty()) {
            RecordFrames first = frames.get();
            takeBeginning().forEach(listening -> tell(listening, first));
        }
    }

    /** The record can't be read for those that began. */
    void failed(Throwable failure) {
        for (ListeningCollection listening : takeBeginning()) {
            remove(listening);
            listening.failed(failure);
        }
    }

    private List<ListeningCollection> takeBeginning() {
        List<ListeningCollection> all = List.copyOf(beginning);
        beginning.clear();
        return all;
    }

    /** Removes the recipient, but not one that replaced it. */
    void remove(Recipient recipient) {
        subscribers.remove(recipient.key(), recipient);
        recipient.removed(recordId);
    }

    /** Tells one recipient the full value. */
    void tell(Recipient recipient, RecordFrames frames) {
        if (isThere(recipient)) {
            recipient.tell(null, frames);
            someBehind |= recipient.isBehind();
        }
    }

    /** @param before the state that a patch starts from; null if there is none */
    void tellAll(RecordState before, RecordFrames frames) {
        boolean behind = false;
        // While a client is told, it can turn out to be gone.
        for (Recipient subscriber : List.copyOf(subscribers.values())) {
            subscriber.tell(before, frames);
            behind |= subscriber.isBehind();
        }
        someBehind = behind;
    }

    private boolean isThere(Recipient recipient) {
        return subscribers.get(recipient.key()) == recipient;
    }
}
