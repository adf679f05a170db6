package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Presence: the members of rooms and their states, including this client's own.
 *
 * <pre>{@code
 * PresenceSubscription lobby = client.subscribePresenceSync("lobby", update -> System.out.println(update));
 * System.out.println(lobby.value().present());
 * client.publishPresenceState("lobby", "typing", PresenceStateOptions.DEFAULT.expireAfter(Duration.ofSeconds(3)));
 * }</pre>
 */
public interface ClientPresence {

    /** Follows who is in a room, connection by connection; the client need not be in it. */
    default CompletableFuture<PresenceSubscription> subscribePresence(String room) {
        return subscribePresence(room, PresenceBy.CONNECTION, null);
    }

    /** Like {@link #subscribePresence(String)}; the listener gets the changes from then on. */
    default CompletableFuture<PresenceSubscription> subscribePresence(String room, Consumer<PresenceUpdate> listener) {
        return subscribePresence(room, PresenceBy.CONNECTION, listener);
    }

    /**
     * Follows who is in a room.
     *
     * @param by connections or users; a client follows each room in one way only
     * @param listener gets the changes from then on, perhaps before the future completes; may be null
     * @return fails with {@code EFORBIDDEN} if the room is not tracked, or its presence is not open to this client
     * @throws IllegalStateException if this client follows the room in the other way
     */
    CompletableFuture<PresenceSubscription> subscribePresence(
            String room, PresenceBy by, Consumer<PresenceUpdate> listener);

    /** Ends all of this client's subscriptions to a room's presence; says whether the server knew of one. */
    CompletableFuture<Boolean> unsubscribePresence(String room);

    /** Publishes a state, which stays until it is replaced or cleared. */
    default CompletableFuture<Boolean> publishPresenceState(String room, Object state) {
        return publishPresenceState(room, state, PresenceStateOptions.DEFAULT);
    }

    /**
     * Publishes this client's state in a room that it is in. After a broken link it is published again.
     *
     * @param state any JSON except null
     * @return false if the room is not tracked or the client is not in it
     */
    CompletableFuture<Boolean> publishPresenceState(String room, Object state, PresenceStateOptions options);

    /** Ends the state of this client; says whether there was one. */
    CompletableFuture<Boolean> clearPresenceState(String room);

    /** Asks who is in a room now, connection by connection. */
    default CompletableFuture<PresenceView> getPresenceState(String room) {
        return getPresenceState(room, PresenceBy.CONNECTION);
    }

    /** Asks who is in a room now. Fails as {@link #subscribePresence(String, PresenceBy, Consumer)} does. */
    CompletableFuture<PresenceView> getPresenceState(String room, PresenceBy by);

    /** Like {@link #subscribePresence(String)}, but waits. */
    default PresenceSubscription subscribePresenceSync(String room) {
        return Promise.await(subscribePresence(room));
    }

    /** Like {@link #subscribePresence(String, Consumer)}, but waits. */
    default PresenceSubscription subscribePresenceSync(String room, Consumer<PresenceUpdate> listener) {
        return Promise.await(subscribePresence(room, listener));
    }

    /** Like {@link #subscribePresence(String, PresenceBy, Consumer)}, but waits. */
    default PresenceSubscription subscribePresenceSync(String room, PresenceBy by, Consumer<PresenceUpdate> listener) {
        return Promise.await(subscribePresence(room, by, listener));
    }

    /** Like {@link #unsubscribePresence}, but waits. */
    default boolean unsubscribePresenceSync(String room) {
        return Promise.await(unsubscribePresence(room));
    }

    /** Like {@link #publishPresenceState(String, Object)}, but waits. */
    default boolean publishPresenceStateSync(String room, Object state) {
        return Promise.await(publishPresenceState(room, state));
    }

    /** Like {@link #publishPresenceState(String, Object, PresenceStateOptions)}, but waits. */
    default boolean publishPresenceStateSync(String room, Object state, PresenceStateOptions options) {
        return Promise.await(publishPresenceState(room, state, options));
    }

    /** Like {@link #clearPresenceState}, but waits. */
    default boolean clearPresenceStateSync(String room) {
        return Promise.await(clearPresenceState(room));
    }

    /** Like {@link #getPresenceState(String)}, but waits. */
    default PresenceView getPresenceStateSync(String room) {
        return Promise.await(getPresenceState(room));
    }

    /** Like {@link #getPresenceState(String, PresenceBy)}, but waits. */
    default PresenceView getPresenceStateSync(String room, PresenceBy by) {
        return Promise.await(getPresenceState(room, by));
    }
}
