package io.meshws.internal.instance;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.protocol.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes all connections with the going-away code, each after the frames that were queued before. The closing is spread
 * over time, so that not all clients reconnect at once. It takes no longer than that time: frames that a client hasn't
 * read by then are lost.
 */
final class GracefulShutdown implements Runnable {
    /** With few connections there is nothing to spread. */
    private static final long MAX_PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private final ConnectionTable connections;
    private final Duration drain;

    private GracefulShutdown(ConnectionTable connections, Duration drain) {
        this.connections = connections;
        this.drain = drain;
    }

    /** The stage completes when all are closed, or the time is over. */
    static CompletionStage<Void> begin(ConnectionTable connections, Duration drain, Executor workers) {
        try {
            return CompletableFuture.runAsync(new GracefulShutdown(connections, drain), workers);
        } catch (RuntimeException e) {
            // Some servers provide no threads while they stop; the store must be told all the same.
            return CompletableFuture.failedStage(e);
        }
    }

    /** Returns when all are closed, or the time is over. */
    @Override
    public void run() {
        long begun = System.nanoTime();
        List<Connection> all = List.copyOf(connections.all());
        // The last ones need some time too.
        long pause = all.isEmpty() ? 0 : Math.min(MAX_PAUSE_NANOS, drain.toNanos() * 3 / 4 / all.size());
        for (int i = 0; i < all.size(); i++) {
            long due = begun + i * pause;
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            all.get(i).close(CloseCode.GOING_AWAY);
        }
        while (!connections.all().isEmpty() && System.nanoTime() - begun < drain.toNanos()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
