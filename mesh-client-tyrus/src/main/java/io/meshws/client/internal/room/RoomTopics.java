package io.meshws.client.internal.room;

import io.meshws.client.PresenceBy;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.Room;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.presence.PresenceTopics;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Topics;
import io.meshws.protocol.BuiltIn;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The rooms that one client is in. Thread-safe. */
public final class RoomTopics extends Topics<RoomTopic, RoomHandle> {
    private static final Kind KIND = new Kind("room", "roomName", BuiltIn.JOIN_ROOM, BuiltIn.LEAVE_ROOM);

    private final PresenceTopics presence;
    private final States states;

    public RoomTopics(Desk desk, PresenceTopics presence, States states) {
        super(desk, KIND);
        this.presence = presence;
        this.states = states;
    }

    States states() {
        return states;
    }

    /** @param listener null if the presence is not to be followed */
    public CompletableFuture<? extends Room> join(
            String room, PresenceBy by, Consumer<? super PresenceUpdate> listener) {
        Objects.requireNonNull(by, "by");
        CompletableFuture<RoomHandle> joined =
                subscribe(room, () -> new RoomTopic(room), topic -> new RoomHandle(desk(), this, topic));
        if (listener == null) {
            return joined;
        }
        return joined.thenCompose(
                handle -> presence.subscribe(room, by, listener).handle((followed, failure) -> {
                    if (failure != null) {
                        handle.close();
                        throw failure instanceof CompletionException e ? e : new CompletionException(failure);
                    }
                    handle.follow(followed);
                    return handle;
                }));
    }

    /** Leaves a room, with all of this client's handles of it. */
    public CompletableFuture<Reply> leave(String room) {
        states.forget(room);
        return unsubscribeAll(room);
    }
}
