package io.meshws.internal.cluster.redis;

import io.meshws.RedisUri;
import java.time.Duration;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/**
 * Configures mesh's own client: few threads, and no retries, because callers want to know the outcome within the
 * timeout.
 */
final class RedissonSettings {
    /**
     * Commands share connections, so a few are enough for any load. Redisson shares them if pools are smaller than ten.
     */
    private static final int CONNECTIONS = 4;

    /** All channels share one connection; Redisson would open another one after five. */
    private static final int CHANNELS = 100_000;

    private static final int THREADS = 2;

    private RedissonSettings() {}

    static Config of(RedisUri uri, Duration timeout) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE)
                .setThreads(THREADS)
                .setNettyThreads(THREADS)
                // The cache of class loaders is static.
                .setUseThreadClassLoader(false);
        config.setUsername(uri.user()).setPassword(uri.password());
        int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
        switch (uri.kind()) {
            case SINGLE ->
                common(config.useSingleServer(), millis)
                        .setAddress(uri.nodes().get(0))
                        .setDatabase(uri.database())
                        .setConnectionPoolSize(CONNECTIONS)
                        .setConnectionMinimumIdleSize(1)
                        .setSubscriptionsPerConnection(CHANNELS)
                        .setSubscriptionConnectionPoolSize(1)
                        .setSubscriptionConnectionMinimumIdleSize(1);
            case CLUSTER -> pools(common(config.useClusterServers(), millis)).setNodeAddresses(uri.nodes());
            case SENTINEL ->
                pools(common(config.useSentinelServers(), millis))
                        .setMasterName(uri.master())
                        // The operator decides how many sentinels there are.
                        .setCheckSentinelsList(false)
                        .setSentinelAddresses(uri.nodes());
        }
        return config;
    }

    private static <T extends BaseConfig<T>> T common(T config, int millis) {
        return config.setTimeout(millis)
                .setConnectTimeout(millis)
                .setSubscriptionTimeout(millis)
                .setRetryAttempts(0)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(100)))
                .setReconnectionDelay(new ConstantDelay(Duration.ofMillis(100)));
    }

    private static <T extends BaseMasterSlaveServersConfig<T>> T pools(T config) {
        return config.setReadMode(ReadMode.MASTER)
                .setSubscriptionMode(SubscriptionMode.MASTER)
                .setMasterConnectionPoolSize(CONNECTIONS)
                .setMasterConnectionMinimumIdleSize(1)
                .setSubscriptionsPerConnection(CHANNELS)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
    }
}
