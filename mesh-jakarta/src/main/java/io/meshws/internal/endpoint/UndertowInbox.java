package io.meshws.internal.endpoint;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the data that Undertow, the WebSocket engine of WildFly, has read from one client and not yet handed to the
 * endpoint. It reads as fast as the client sends, and queues the messages for a worker without a bound: a client that
 * sends faster than its commands run fills the memory. With this class, Undertow stops reading while many wait, so TCP
 * slows the client; and while it's {@linkplain #pause paused}. Does nothing if Undertow is set to run endpoints on the threads
 * that read. Logs it once if Undertow has changed. Thread-safe.
 */
final class UndertowInbox implements Executor, Receiving {
    /** Above this, nothing more is read from the client. */
    private static final int MANY = 32;
    /** Down here it's read again: not each time, because that wakes up the thread that reads. */
    private static final int FEW = 8;

    private static final String UNDERTOW_SESSION = "io.undertow.websockets.jsr.UndertowSession";
    private static final String WORKER = "io.undertow.websockets.jsr.OrderedExecutor";
    private static final ServerChange CHANGE = new ServerChange(
            "MESH-0403 Cannot bound the data that this version of Undertow reads ahead of a client's commands");

    private final Executor worker;
    private final Runnable suspend;
    private final Runnable resume;
    private final AtomicInteger waiting = new AtomicInteger();

    /** Undertow reads, which it begins by itself when the session is open. It must not do so before, when it would drop the messages. */
    private volatile boolean begun;

    // Why nothing is read.
    private boolean crowded;
    private boolean paused;

    UndertowInbox(Executor worker, Runnable suspend, Runnable resume) {
        this.worker = worker;
        this.suspend = suspend;
        this.resume = resume;
    }

    static boolean isUndertow(Session session) {
        return session.getClass().getName().equals(UNDERTOW_SESSION);
    }

    /** Undertow's connection of a session of Undertow. */
    static Object channel(Session session) throws ReflectiveOperationException {
        return Members.call(session, "getWebSocketChannel");
    }

    /** @param session of Undertow */
    static Receiving bound(Session session) {
        try {
            Object handler = field(session.getClass(), "frameHandler").get(session);
            Field executor = field(handler.getClass(), "executor");
            Executor worker = (Executor) executor.get(handler);
            if (!worker.getClass().getName().equals(WORKER)) {
                return ALWAYS;
            }
            Object channel = channel(session);
            UndertowInbox inbox =
                    new UndertowInbox(worker, call(channel, "suspendReceives"), call(channel, "resumeReceives"));
            executor.set(handler, inbox);
            return inbox;
        } catch (ReflectiveOperationException | RuntimeException e) {
            CHANGE.found(e);
            return ALWAYS;
        }
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** It finds the method again each time, because that is seldom, and each connection would keep a copy of its own. */
    private static Runnable call(Object channel, String name) throws ReflectiveOperationException {
        channel.getClass().getMethod(name);
        return () -> {
            try {
                Members.call(channel, name);
            } catch (ReflectiveOperationException e) {
                CHANGE.found(e);
            }
        };
    }

    /** Called by the one thread that reads from the client, and seldom by others. */
    @Override
    public void execute(Runnable task) {
        if (!begun) {
            begin();
        }
        boolean many = waiting.incrementAndGet() == MANY;
        try {
            worker.execute(() -> {
                try {
                    task.run();
                } finally {
                    done();
                }
            });
        } catch (RuntimeException | Error e) {
            done();
            throw e;
        }
        if (many) {
            crowded(true);
            // The worker may have come so far before.
            if (waiting.get() <= FEW) {
                crowded(false);
            }
        }
    }

    private void done() {
        if (waiting.decrementAndGet() == FEW) {
            crowded(false);
        }
    }

    private synchronized void begin() {
        begun = true;
        if (!reads()) {
            suspend.run();
        }
    }

    private boolean reads() {
        return !crowded && !paused;
    }

    private synchronized void crowded(boolean now) {
        set(now, paused);
    }

    @Override
    public synchronized void pause() {
        set(crowded, true);
    }

    @Override
    public synchronized void resume() {
        set(crowded, false);
    }

    private void set(boolean nowCrowded, boolean nowPaused) {
        boolean before = reads();
        crowded = nowCrowded;
        paused = nowPaused;
        if (begun && reads() != before) {
            (reads() ? resume : suspend).run();
        }
    }
}
