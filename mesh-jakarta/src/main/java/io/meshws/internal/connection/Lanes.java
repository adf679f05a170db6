package io.meshws.internal.connection;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The lanes of an instance: one for each thread of a container that writes for connections, and a few with threads of mesh for the
 * connections of other containers. Thread-safe.
 */
public final class Lanes {
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;
    private final List<Lane> own;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Executor, Lane> lanes = new ConcurrentHashMap<>();

    /** @param few how many threads of mesh send at most */
    public Lanes(int few, ThreadFactory threads) {
        pool = new ThreadPoolExecutor(few, few, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        own = IntStream.range(0, few).mapToObj(i -> new Lane(pool)).toList();
    }

    /** One of mesh's own. */
    public Lane own() {
        return own.get(Math.floorMod(next.getAndIncrement(), own.size()));
    }

    /** That of a container's thread. */
    public Lane of(Executor thread) {
        return lanes.computeIfAbsent(thread, Lane::new);
    }

    /** What comes later is sent by those who have it. */
    public void close() {
        pool.shutdown();
    }
}
