package io.meshws.internal.cluster.redis;

import io.meshws.RedisUri;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.connection.ConnectionListener;

/** Provides sessions with their Redisson client. Only {@code mesh-redis} calls it; every method may wait. */
interface ClientSource {

    /**
     * A client that is connected.
     *
     * @param disconnected to be called, on any thread, when a connection was lost; a hint that may never come
     */
    RedissonClient open(Runnable disconnected);

    /** The session with the client has ended. */
    void close(RedissonClient client);

    /** The address of Redis for logs, without a password. */
    String where();

    /** Whether it is a Redis Cluster, as far as that is known: of the application's client, once it was opened. */
    boolean isRedisCluster();

    /** No more sessions follow: ends everything that outlives a client. */
    void end();

    /** A separate client for each session, so that a new session doesn't depend on the state of the last one. */
    static ClientSource own(RedisUri uri, Duration timeout) {
        return new Own(uri, timeout);
    }

    /** The application's client, which is never shut down. */
    static ClientSource given(Supplier<RedissonClient> client) {
        return new Given(client);
    }

    /** Creates clients. */
    record Own(RedisUri uri, Duration timeout) implements ClientSource {
        private static final int SHUTDOWN_SECONDS = 1;
        private static final int INACTIVITY_SECONDS = 5;

        @Override
        public RedissonClient open(Runnable disconnected) {
            Config config = RedissonSettings.of(uri, timeout);
            config.setConnectionListener(new Disconnections(disconnected));
            return Redisson.create(config);
        }

        @Override
        public void close(RedissonClient client) {
            client.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public String where() {
            return uri.toString();
        }

        @Override
        public boolean isRedisCluster() {
            return uri.kind() == RedisUri.Kind.CLUSTER;
        }

        @Override
        public void end() {
            try {
                // Netty's shutdown runs on a separate thread, which ends by itself after about a second of inactivity.
                GlobalEventExecutor.INSTANCE.awaitInactivity(INACTIVITY_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                // The thread never ran.
            }
        }
    }

    /** Returns the application's client. */
    final class Given implements ClientSource {
        private final Supplier<RedissonClient> client;
        private volatile boolean redisCluster;

        Given(Supplier<RedissonClient> client) {
            this.client = client;
        }

        @Override
        public RedissonClient open(Runnable disconnected) {
            RedissonClient opened = client.get();
            redisCluster = opened.getConfig().isClusterConfig();
            return opened;
        }

        @Override
        public boolean isRedisCluster() {
            return redisCluster;
        }

        @Override
        public void close(RedissonClient used) {}

        @Override
        public String where() {
            return "the address of the application's RedissonClient";
        }

        @Override
        public void end() {}
    }

    /** Forwards one of the two events. */
    record Disconnections(Runnable disconnected) implements ConnectionListener {
        @Override
        @SuppressWarnings("deprecation")
        public void onConnect(InetSocketAddress address) {}

        @Override
        @SuppressWarnings("deprecation")
        public void onDisconnect(InetSocketAddress address) {
            disconnected.run();
        }
    }
}
