package io.meshws.client.internal.topic;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One name that a client follows. All methods are called under the lock of its {@link Topics}, replies and events in the
 * order of the frames.
 */
public abstract class Topic<H extends Handle<?, ?, ?>> {
    private final String name;
    private final List<H> handles = new CopyOnWriteArrayList<>();
    /** Whether the server was told, and agreed. */
    private boolean established;

    protected Topic(String name) {
        this.name = name;
    }

    public final String name() {
        return name;
    }

    /** Those that the application holds, in the order in which they were made. */
    protected final List<H> handles() {
        return handles;
    }

    protected final boolean isEstablished() {
        return established;
    }

    /**
     * The payload of the command that subscribes.
     *
     * @param joining the handle for which it is; null for all that are there, on a new connection
     */
    protected abstract JsonObject request(H joining);

    /** The server agreed to a subscription of this handle; the first one brings the topic up to date. */
    protected abstract void subscribed(H handle, JsonObject reply);

    /** The server agreed after the connection was lost: tells of the changes meanwhile. */
    protected abstract void restored(JsonObject reply, int length);

    final void establish() {
        established = true;
    }
}
