package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Lane;
import io.meshws.internal.connection.Lanes;
import jakarta.websocket.Session;
import java.util.concurrent.Executor;

/**
 * Finds the thread of Undertow, the WebSocket engine of WildFly, that writes to a client. What is sent on that thread is written at once;
 * what another one sends waits for it, one task for each client. Logs it once if Undertow has changed.
 */
final class UndertowThread {
    private static final ServerChange CHANGE = new ServerChange(
            "MESH-0406 Cannot send on the threads of this version of Undertow; expect fewer messages per second");

    private UndertowThread() {}

    /** The lane of the session's thread; one of mesh's own on another container. */
    static Lane lane(Session session, Lanes lanes) {
        if (UndertowInbox.isUndertow(session)) {
            try {
                return lanes.of((Executor) Members.call(UndertowInbox.channel(session), "getIoThread"));
            } catch (ReflectiveOperationException | RuntimeException e) {
                CHANGE.found(e);
            }
        }
        return lanes.own();
    }
}
