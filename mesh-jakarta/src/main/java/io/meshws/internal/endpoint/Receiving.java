package io.meshws.internal.endpoint;

import jakarta.websocket.Session;
import java.util.concurrent.Executor;

/** Stops reading from one client and reads on, for which containers have no common way. */
interface Receiving {
    /** Always reads. */
    Receiving ALWAYS = new Receiving() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}
    };

    /** What the container has read already may still come. */
    void pause();

    /** Doesn't block. */
    void resume();

    /**
     * Of the session that this thread is opening.
     *
     * @param workers read on if the container doesn't
     */
    static Receiving of(Session session, Executor workers) {
        return UndertowInbox.isUndertow(session) ? UndertowInbox.bound(session) : TyrusUpgrade.receiving(workers);
    }
}
