package io.meshws.internal.cluster.redis;

import io.meshws.internal.serial.Attempt;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RTopicAsync;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.OptionalOptions;
import org.redisson.api.options.PlainOptions;
import org.redisson.api.redisnode.RedisClusterMaster;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisNoScriptException;

/**
 * A period during which, as far as is known, Redis is reachable without a break: a connected Redisson that listens to
 * this instance's channel. {@code mesh-redis} opens, uses and closes it; futures complete on Redisson's threads.
 */
final class Session implements Scripts {
    private static final System.Logger LOG = System.getLogger(Session.class.getPackageName());

    /** Of Redis: the first version with shard channels. */
    private static final int SHARDED_SINCE = 7;

    private final RedissonClient client;
    private final RScript scripts;
    private final Duration timeout;
    private final Consumer<Arrival> arrived;
    /** The listener of each further channel. */
    private final Map<String, CompletableFuture<Integer>> further = new ConcurrentHashMap<>();

    private final BatchOptions batchOptions;
    private final boolean cluster;
    /** The channel of this instance, and if {@link #isSharded} its shard channel. */
    private final List<OwnChannel> own = new ArrayList<>();

    private Session(RedissonClient client, Duration timeout, Consumer<Arrival> arrived) {
        this.client = client;
        this.timeout = timeout;
        this.arrived = arrived;
        this.cluster = client.getConfig().isClusterConfig();
        this.scripts = client.getScript(OptionalOptions.defaults()
                .codec(TextCodec.INSTANCE)
                .timeout(timeout)
                .retryAttempts(0));
        this.batchOptions = BatchOptions.defaults()
                .responseTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .retryAttempts(0);
    }

    /**
     * Listens to the channels of the instance, and returns once that works.
     *
     * @param arrived receives the messages, on threads of Redisson; those of each channel are in order
     * @param resubscribed called when Redisson has lost the subscription and re-established it
     * @throws Exception if that didn't succeed in time
     */
    static Session open(
            RedissonClient client,
            Keys keys,
            String instanceId,
            Duration timeout,
            Consumer<Arrival> arrived,
            Runnable resubscribed)
            throws Exception {
        Session session = new Session(client, timeout, arrived);
        OwnChannel channel = new OwnChannel(
                client.getTopic(options(keys.bus(instanceId), timeout).codec(Arrival.CODEC)), timeout);
        channel.listen(arrived, resubscribed);
        session.own.add(channel);
        if (session.cluster) {
            session.listenToShard(keys.shard(instanceId));
        }
        return session;
    }

    /** Without success there is the other channel, which works everywhere. */
    private void listenToShard(String name) {
        OwnChannel channel =
                new OwnChannel(client.getShardedTopic(options(name, timeout).codec(Arrival.CODEC)), timeout);
        try {
            if (everyMasterHasShards()) {
                // Messages that don't get through here come through the other channel.
                channel.listen(arrived, () -> {});
                own.add(channel);
            }
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "Messages between instances go to all nodes of Redis Cluster: {0}", Reason.of(e));
        }
    }

    private boolean everyMasterHasShards() throws Exception {
        for (RedisClusterMaster master :
                client.getRedisNodes(RedisNodes.CLUSTER).getMasters()) {
            String version = master.infoAsync(InfoSection.SERVER)
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .get("redis_version");
            if (Integer.parseInt(version.substring(0, version.indexOf('.'))) < SHARDED_SINCE) {
                return false;
            }
        }
        return true;
    }

    private RTopic topic(String channel) {
        return client.getTopic(options(channel, timeout));
    }

    private static PlainOptions options(String channel, Duration timeout) {
        return PlainOptions.name(channel)
                .codec(TextCodec.INSTANCE)
                .timeout(timeout)
                .retryAttempts(0);
    }

    /** Whether keys are spread over several masters. */
    boolean isCluster() {
        return cluster;
    }

    /**
     * Whether messages for an instance can go through its shard channel, which costs only the node that has it. All others
     * get what is published on other channels of a Redis Cluster too.
     */
    boolean isSharded() {
        return own.size() > 1;
    }

    RedissonClient client() {
        return client;
    }

    @Override
    public <T> CompletableFuture<T> eval(Script script, List<String> keys, List<String> arguments) {
        List<Object> scriptKeys = List.copyOf(keys);
        Object[] values = arguments.toArray();
        return scripts.<T>evalShaAsync(
                        RScript.Mode.READ_WRITE, script.digest(), script.returnType(), scriptKeys, values)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> Attempt.causeOf(failure) instanceof RedisNoScriptException
                        // A Redis that started since doesn't have it any more.
                        ? scripts.<T>evalAsync(
                                        RScript.Mode.READ_WRITE, script.text(), script.returnType(), scriptKeys, values)
                                .toCompletableFuture()
                        : CompletableFuture.failedFuture(failure));
    }

    /**
     * Publishes in the given order. All channels of one instance are in one slot, so even in Redis Cluster one node
     * gets everything for an instance, over one connection.
     *
     * @return how many listeners each publication had
     */
    CompletableFuture<List<?>> publish(List<ChannelText> publications) {
        RBatch batch = client.createBatch(batchOptions);
        for (ChannelText publication : publications) {
            RTopicAsync topic = publication.sharded()
                    ? batch.getShardedTopic(publication.channel(), TextCodec.INSTANCE)
                    : batch.getTopic(publication.channel(), TextCodec.INSTANCE);
            topic.publishAsync(publication.text());
        }
        return batch.executeAsync().toCompletableFuture().thenApply(result -> result.getResponses());
    }

    /** Listens to one more channel, unless it already does; of each channel, messages arrive in order. */
    CompletableFuture<Void> subscribe(String channel) {
        CompletableFuture<Integer> listener = further.computeIfAbsent(channel, name -> topic(name)
                .addListenerAsync(String.class, (from, text) -> arrived.accept(Arrival.now(text)))
                .toCompletableFuture());
        return listener.<Void>thenApply(id -> null).whenComplete((done, failure) -> {
            if (failure != null) {
                further.remove(channel, listener);
            }
        });
    }

    CompletableFuture<Void> unsubscribe(String channel) {
        CompletableFuture<Integer> listener = further.remove(channel);
        return listener == null
                ? CompletableFuture.completedFuture(null)
                : listener.thenCompose(id -> topic(channel).removeListenerAsync(id));
    }

    /** @return whether each channel of this instance has a listener */
    CompletableFuture<Boolean> probe() {
        return own.stream()
                .map(OwnChannel::probe)
                .reduce((one, other) -> one.thenCombine(other, Boolean::logicalAnd))
                .orElseThrow();
    }

    /** Whether a probe has not come back within the time. */
    boolean isDeaf(Duration patience) {
        return own.stream().anyMatch(channel -> channel.isDeaf(patience));
    }

    /** Ends the subscriptions, without waiting for that. */
    void unlisten() {
        further.keySet().forEach(this::unsubscribe);
        own.forEach(OwnChannel::unlisten);
    }

    /**
     * A text for a channel.
     *
     * @param sharded whether it is a shard channel
     */
    record ChannelText(String channel, boolean sharded, String text) {}
}
