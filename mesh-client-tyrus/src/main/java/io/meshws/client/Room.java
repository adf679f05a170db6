package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A room that this client is in. After a broken link the client joins it again, and publishes its state again, for the rest
 * of its time.
 *
 * <p>Its value is who is in it. That is kept up to date if the room was joined with a listener, and can be followed then;
 * otherwise it stays as it was when the client joined.
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
