package io.meshws.client.internal.presence;

import io.meshws.client.PresenceSubscription;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.PresenceView;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Handle;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The application's handle of a room's presence. */
final class PresenceHandle extends Handle<PresenceView, PresenceUpdate, PresenceUpdate>
        implements PresenceSubscription {
    private final PresenceTopic topic;

    PresenceHandle(Desk desk, PresenceTopics topics, PresenceTopic topic, Consumer<? super PresenceUpdate> listener) {
        super(desk, topics, listener);
        this.topic = topic;
    }

    void update(PresenceUpdate update, int length) {
        deliver(update, length);
    }

    @Override
    public String roomName() {
        return topic.name();
    }

    @Override
    public PresenceView value() {
        synchronized (lock()) {
            return topic.view();
        }
    }

    @Override
    protected Optional<PresenceUpdate> convert(PresenceUpdate update) {
        return Optional.of(update);
    }

    @Override
    protected List<PresenceUpdate> current() {
        return topic.changesSince(new Roster());
    }

    @Override
    protected PresenceUpdate latest() {
        return null;
    }
}
