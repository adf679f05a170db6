package io.meshws.client.internal.socket;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler that runs nothing and starts no thread. Tyrus 2.1 schedules an idle time-out for every frame that it sends
 * or receives, even if there is none; with this scheduler that costs nothing. Liveness is the protocol's own ping.
 */
final class IdleTimerOff extends ScheduledThreadPoolExecutor {
    IdleTimerOff() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return Never.INSTANCE;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return new Never<>();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return Never.INSTANCE;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return Never.INSTANCE;
    }

    private static final class Never<V> extends CompletableFuture<V> implements ScheduledFuture<V> {
        static final Never<Void> INSTANCE = new Never<>();

        @Override
        public boolean cancel(boolean mayInterrupt) {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return Long.MAX_VALUE;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
