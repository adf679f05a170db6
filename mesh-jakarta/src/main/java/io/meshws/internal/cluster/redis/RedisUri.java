package io.meshws.internal.cluster.redis;

import io.meshws.InvalidConfigException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/**
 * Where Redis is: what {@code mesh.redis.uri} says.
 *
 * <ul>
 *   <li>{@code redis://[user:password@]host[:port][/database]}: one server
 *   <li>{@code redis-cluster://[user:password@]host[:port],…}: some nodes of a Redis Cluster
 *   <li>{@code redis-sentinel://[user:password@]host[:port],…/master}: sentinels, and the name of the master they guard
 *   <li>{@code rediss}, {@code rediss-cluster}, {@code rediss-sentinel}: the same with TLS
 * </ul>
 *
 * User and password are percent-decoded; text before the {@code @} without a colon is a password. Sentinels themselves
 * are asked without a password.
 *
 * @param nodes {@code redis://host:port} or {@code rediss://host:port} each
 * @param user or null
 * @param password or null
 * @param master what the sentinels call it; null where there are none
 */
record RedisUri(Kind kind, List<String> nodes, String user, String password, int database, String master) {
    enum Kind {
        SINGLE,
        CLUSTER,
        SENTINEL
    }

    private static final Pattern FORM =
            Pattern.compile("(rediss?)(-cluster|-sentinel)?://(?:([^@/]*)@)?([^/]+)(?:/(.+))?");
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    /** Commands share connections, so that a few are enough for any load. Redisson does so for pools below ten. */
    private static final int CONNECTIONS = 4;

    private static final int THREADS = 2;

    /**
     * Reads the text.
     *
     * @throws InvalidConfigException where it has another form; its message shows nothing of the text, which may hold a
     *     password
     */
    static RedisUri parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw invalid("has none of the forms redis://, redis-cluster:// and redis-sentinel://");
        }
        Kind kind = matcher.group(2) == null
                ? Kind.SINGLE
                : matcher.group(2).equals("-cluster") ? Kind.CLUSTER : Kind.SENTINEL;
        List<String> nodes = Arrays.stream(matcher.group(4).split(","))
                .map(host -> matcher.group(1) + "://" + withPort(host, kind == Kind.SENTINEL ? SENTINEL_PORT : PORT))
                .toList();
        String path = matcher.group(5);
        if (kind == Kind.SINGLE && nodes.size() > 1) {
            throw invalid("names several hosts: that needs redis-cluster:// or redis-sentinel://");
        }
        if (kind == Kind.CLUSTER && path != null) {
            throw invalid("names a database: a Redis Cluster has none");
        }
        if (kind == Kind.SENTINEL && path == null) {
            throw invalid("needs the name of the master after the sentinels: redis-sentinel://host:port/master");
        }
        String[] login = login(matcher.group(3));
        return new RedisUri(
                kind,
                nodes,
                login[0],
                login[1],
                kind == Kind.SINGLE && path != null ? database(path) : 0,
                kind == Kind.SENTINEL ? path : null);
    }

    /** How a client of our own is set up: few threads, and no retries, for callers want to know within the timeout. */
    Config toConfig(Duration timeout) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE)
                .setThreads(THREADS)
                .setNettyThreads(THREADS)
                // Its cache of class loaders is static.
                .setUseThreadClassLoader(false);
        config.setUsername(user).setPassword(password);
        int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
        switch (kind) {
            case SINGLE ->
                common(config.useSingleServer(), millis)
                        .setAddress(nodes.get(0))
                        .setDatabase(database)
                        .setConnectionPoolSize(CONNECTIONS)
                        .setConnectionMinimumIdleSize(1)
                        .setSubscriptionConnectionPoolSize(1)
                        .setSubscriptionConnectionMinimumIdleSize(1);
            case CLUSTER -> pools(common(config.useClusterServers(), millis)).setNodeAddresses(nodes);
            case SENTINEL ->
                pools(common(config.useSentinelServers(), millis))
                        .setMasterName(master)
                        // How many there are is the operator's business.
                        .setCheckSentinelsList(false)
                        .setSentinelAddresses(nodes);
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
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
    }

    private static String withPort(String host, int port) {
        // An IPv6 address stands in brackets and has colons of its own.
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        return hasPort ? host : host + ":" + port;
    }

    private static String[] login(String text) {
        if (text == null || text.isEmpty()) {
            return new String[2];
        }
        int colon = text.indexOf(':');
        String user = colon <= 0 ? null : decoded(text.substring(0, colon));
        return new String[] {user, decoded(text.substring(colon + 1))};
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("has a user or password that is not percent-encoded");
        }
    }

    private static int database(String path) {
        if (!path.matches("\\d{1,5}")) {
            throw invalid("has a database that is no number");
        }
        return Integer.parseInt(path);
    }

    private static InvalidConfigException invalid(String what) {
        return new InvalidConfigException("mesh.redis.uri " + what);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return kind + " " + nodes + (master == null ? "" : " master " + master);
    }
}
