package io.meshws.internal.endpoint;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Disables the idle-timeout task of Tyrus 2.1. Tyrus reschedules it for every frame received and sent, through the
 * server's managed executor with full capture of context, even if the idle timeout is 0. That costs more than
 * everything else that happens to a frame. No setting turns it off, so the session gets an executor that does nothing.
 * Does nothing on other containers, and logs it once if Tyrus has changed.
 */
final class TyrusIdleTask {
    private static final String TYRUS_SESSION = "org.glassfish.tyrus.core.TyrusSession";
    private static final ServerChange CHANGE = new ServerChange(
            "MESH-0401 Cannot disable the idle-timeout task of this Tyrus version; expect fewer frames per second");
    /** Answers null to everything, because Tyrus checks the future that it gets for null. */
    private static final Object IDLE = Proxy.newProxyInstance(
            TyrusIdleTask.class.getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> null);

    private TyrusIdleTask() {}

    static void disarm(Session session) {
        if (!session.getClass().getName().equals(TYRUS_SESSION)) {
            return;
        }
        try {
            Field executor = session.getClass().getDeclaredField("service");
            executor.setAccessible(true);
            executor.set(session, IDLE);
        } catch (ReflectiveOperationException | RuntimeException e) {
            CHANGE.found(e);
        }
    }
}
