package io.meshws.client.internal.room;

import io.meshws.client.PresenceStateOptions;
import io.meshws.client.PresenceSubscription;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.PresenceView;
import io.meshws.client.Room;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Handle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The application's handle of a room that the client is in. */
final class RoomHandle extends Handle<PresenceView, PresenceUpdate, PresenceUpdate> implements Room {
    private final RoomTopics topics;
    private final RoomTopic topic;
    /** Null if the presence is not followed. */
    private volatile PresenceSubscription presence;

    RoomHandle(Desk desk, RoomTopics topics, RoomTopic topic) {
        super(desk, topics, null);
        this.topics = topics;
        this.topic = topic;
    }

    void follow(PresenceSubscription subscription) {
        presence = subscription;
        if (ended().isDone()) {
            subscription.close();
        }
    }

    @Override
    public String roomName() {
        return topic.name();
    }

    @Override
    public List<String> present() {
        synchronized (lock()) {
            return topic.present();
        }
    }

    @Override
    public PresenceView value() {
        PresenceSubscription followed = presence;
        return followed != null
                ? followed.value()
                : new PresenceView(new LinkedHashSet<>(present()), Map.of(), Map.of());
    }

    @Override
    public void subscribe(Flow.Subscriber<? super PresenceUpdate> subscriber) {
        PresenceSubscription followed = presence;
        if (followed == null) {
            throw new IllegalStateException("The room \"" + roomName()
                    + "\" was joined without a listener; subscribe to its presence to follow it");
        }
        followed.subscribe(subscriber);
    }

    @Override
    public CompletableFuture<Boolean> publishState(Object state) {
        return publishState(state, PresenceStateOptions.DEFAULT);
    }

    @Override
    public CompletableFuture<Boolean> publishState(Object state, PresenceStateOptions options) {
        return topics.states().publish(roomName(), state, options);
    }

    @Override
    public CompletableFuture<Boolean> clearState() {
        return topics.states().clear(roomName());
    }

    @Override
    protected void onEnd() {
        PresenceSubscription followed = presence;
        if (followed != null) {
            followed.close();
        }
    }

    @Override
    protected Optional<PresenceUpdate> convert(PresenceUpdate update) {
        return Optional.of(update);
    }

    @Override
    protected List<PresenceUpdate> current() {
        return List.of();
    }

    @Override
    protected PresenceUpdate latest() {
        return null;
    }
}
