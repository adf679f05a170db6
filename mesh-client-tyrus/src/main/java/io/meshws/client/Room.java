package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A room that this client is in.
 *
 * <pre>{@code
 * Room lobby = client.joinRoomSync("lobby", update -> System.out.println(update));
 * lobby.publishStateSync("typing", PresenceStateOptions.DEFAULT.expireAfter(Duration.ofSeconds(3)));
 * System.out.println(lobby.value().present());
 * lobby.close();
 * }</pre>
 *
 * <p>Its value has the members. If the room was joined with a listener, the value is kept up to date and can be followed;
 * otherwise it stays as it was when the client joined. After a broken link the client joins the room again, and publishes its
 * state again for the rest of its time.
 */
public interface Room extends LiveSubscription<PresenceView, PresenceUpdate> {

    String roomName();

    /** The connections that were in the room when the client joined it, itself included. */
    List<String> present();

    /** Like {@link MeshClient#publishPresenceState(String, Object)}. */
    CompletableFuture<Boolean> publishState(Object state);

    /** Like {@link MeshClient#publishPresenceState(String, Object, PresenceStateOptions)}. */
    CompletableFuture<Boolean> publishState(Object state, PresenceStateOptions options);

    /** Like {@link MeshClient#clearPresenceState}. */
    CompletableFuture<Boolean> clearState();

    /** Like {@link #publishState(Object)}, but waits. */
    default boolean publishStateSync(Object state) {
        return Promise.await(publishState(state));
    }

    /** Like {@link #publishState(Object, PresenceStateOptions)}, but waits. */
    default boolean publishStateSync(Object state, PresenceStateOptions options) {
        return Promise.await(publishState(state, options));
    }

    /** Like {@link #clearState}, but waits. */
    default boolean clearStateSync() {
        return Promise.await(clearState());
    }

    /** Leaves the room, unless another handle of this client is in it. */
    @Override
    void close();
}
