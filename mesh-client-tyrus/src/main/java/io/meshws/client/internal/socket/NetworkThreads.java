package io.meshws.client.internal.socket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network threads, which Tyrus 2.1 keeps in static fields. By itself it ends them a moment after the last connection,
 * with a thread that never ends, and not at all if any connection was refused, because it counts that as one that is open.
 * An application that is undeployed would stay in memory. Here they end with the last client.
 */
public final class NetworkThreads {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final long PATIENCE_MILLIS = 500;
    private static final long STEP_MILLIS = 5;
    /** Objects that Tyrus counts as connections although they aren't. */
    private static final int KEPT = 1;

    private static final Class<?> OWNER = owner();

    private NetworkThreads() {}

    static Thread make(Runnable task, int number) {
        Thread thread = new Thread(task, "mesh-client-io-" + number);
        thread.setDaemon(true);
        thread.setContextClassLoader(NetworkThreads.class.getClassLoader());
        thread.setUncaughtExceptionHandler((ended, failure) -> {
            // Closing the last connection of a group that ends says so in this way.
            if (!(failure instanceof ShutdownChannelGroupException)) {
                LOG.log(Level.ERROR, "A network thread failed", failure);
            }
        });
        return thread;
    }

    /** Keeps Tyrus from ending them by itself: it never counts to zero. */
    static void keep() {
        try {
            connections().addAndGet(KEPT);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "Tyrus counts its connections in another way", e);
        }
    }

    /**
     * Ends those that there are, when their last connection is closed, or after half a second if the other side leaves it open.
     * The next connection starts others.
     */
    public static void end() {
        try {
            AsynchronousChannelGroup last = take();
            if (last != null) {
                awaitConnections(last);
                last.shutdown();
                if (!last.awaitTermination(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    last.shutdownNow();
                }
            }
        } catch (ReflectiveOperationException | RuntimeException | IOException e) {
            LOG.log(Level.DEBUG, "Cannot end the network threads", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AsynchronousChannelGroup take() throws ReflectiveOperationException {
        Field group = field("channelGroup");
        // As Tyrus does whenever it uses them.
        synchronized (OWNER) {
            AsynchronousChannelGroup last = (AsynchronousChannelGroup) group.get(null);
            group.set(null, null);
            return last;
        }
    }

    /** A connection that closes when its group ends already would print a stack trace, on a thread of the JDK. */
    private static void awaitConnections(AsynchronousChannelGroup group)
            throws ReflectiveOperationException, InterruptedException {
        AtomicInteger connections = connections();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (connections.get() > KEPT && System.nanoTime() - end < 0) {
            group.awaitTermination(STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
        synchronized (OWNER) {
            if (field("channelGroup").get(null) == null) {
                // Those that were refused are gone, too.
                connections.set(KEPT);
            }
        }
    }

    private static AtomicInteger connections() throws ReflectiveOperationException {
        return (AtomicInteger) field("openedConnections").get(null);
    }

    private static Field field(String name) throws ReflectiveOperationException {
        if (OWNER == null) {
            throw new NoSuchFieldException(name);
        }
        Field field = OWNER.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static Class<?> owner() {
        try {
            return Class.forName("org.glassfish.tyrus.container.jdk.client.TransportFilter");
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
