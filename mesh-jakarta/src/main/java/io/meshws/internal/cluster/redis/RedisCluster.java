package io.meshws.internal.cluster.redis;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.cluster.Bus;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ConnectionDirectory;
import io.meshws.internal.cluster.EventBus;
import io.meshws.internal.cluster.InstanceNames;
import io.meshws.internal.cluster.Instances;
import io.meshws.internal.cluster.NameStore;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.Receiver;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RoomDirectory;
import io.meshws.internal.cluster.UnsavedMessages;
import io.meshws.internal.cluster.UnsavedRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;

/**
 * A cluster of any number of instances that share a Redis. Thread-safe. Started once and stopped once; nothing runs
 * before the start or after the stop. The package's documentation describes the threads and the data in Redis.
 */
public final class RedisCluster implements Cluster {
    /** A message that waits here for longer should have waited at its sender: that's more than a pause for garbage takes. */
    public static final Duration LATE = Duration.ofMillis(100);

    private static final int CALLBACK_THREADS = 2;
    private static final int CALLBACK_SECONDS = 2;

    private final String instanceId;
    private final ScheduledThreadPoolExecutor redis;
    private final ExecutorService callbacks;
    private final ClientSource source;
    private final Link link;
    private final Publisher publisher;
    private final LocalCopy localCopy;
    private final ConnectionDirectory connections;
    private final RoomDirectory rooms;
    private final RedisChannels channels;
    private final RedisRecords records;
    private final Keys keys;
    private final PresenceDirectory presence;
    private final AnswerStore answers;
    private final RedisEvents events;
    private final NameStore names;
    private final Instances instances;
    private final Duration nameGrace;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * With mesh's own clients, connected to {@code mesh.redis.uri}.
     *
     * @param identity of this instance
     * @param threads creates the engine's threads; none of them runs application code
     * @param late as {@link #LATE}
     * @throws java.util.NoSuchElementException if the configuration names no Redis
     */
    public RedisCluster(MeshConfig config, InstanceNames identity, ThreadFactory threads, Duration late) {
        this(
                config,
                identity,
                ClientSource.own(config.get(MeshProperty.REDIS_URI), config.get(MeshProperty.REDIS_TIMEOUT)),
                threads,
                late);
    }

    /**
     * With the application's client, which mesh never shuts down, and which must not be shut down before this cluster
     * is stopped.
     *
     * @param client called at the start, and again when Redis was lost
     * @param threads as above
     * @param late as {@link #LATE}
     */
    public RedisCluster(
            MeshConfig config,
            InstanceNames identity,
            Supplier<RedissonClient> client,
            ThreadFactory threads,
            Duration late) {
        this(config, identity, ClientSource.given(client), threads, late);
    }

    private RedisCluster(
            MeshConfig config, InstanceNames identity, ClientSource source, ThreadFactory threads, Duration late) {
        this.source = source;
        instanceId = identity.instanceId();
        redis = new ScheduledThreadPoolExecutor(
                1, named("mesh-redis", threads), new ThreadPoolExecutor.DiscardPolicy());
        redis.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        redis.setRemoveOnCancelPolicy(true);
        callbacks = new ThreadPoolExecutor(
                CALLBACK_THREADS,
                CALLBACK_THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("mesh-callback", threads),
                // A stage that fails while the engine stops must still complete.
                (task, pool) -> task.run());
        keys = new Keys(identity.prefix());
        Setbacks setbacks = new Setbacks();
        Lease lease = new Lease(keys, instanceId, config.get(MeshProperty.INSTANCE_LEASE), setbacks);
        link = new Link(source, keys, identity, config.get(MeshProperty.REDIS_TIMEOUT), late, lease, redis, callbacks);
        publisher = new Publisher(link, keys, instanceId, redis, callbacks);
        localCopy = new LocalCopy(keys, instanceId);
        connections = new RedisConnections(link, keys, localCopy);
        rooms = new RedisRooms(link, keys);
        channels = new RedisChannels(
                link, keys, instanceId, config.get(MeshProperty.CHANNEL_TTL), setbacks, redis, callbacks);
        records = new RedisRecords(link, keys, instanceId, setbacks);
        presence = new RedisPresence(link, keys, instanceId);
        answers = new RedisAnswers(link, keys);
        events = new RedisEvents(link, keys, publisher);
        names = new RedisNames(link, keys);
        nameGrace = config.get(MeshProperty.NAME_GRACE);
        instances = new RedisInstances(link, keys, instanceId, config.get(MeshProperty.INSTANCE_LEASE), nameGrace);
    }

    private static ThreadFactory named(String name, ThreadFactory threads) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setName(name);
            return thread;
        };
    }

    @Override
    public String instanceId() {
        return instanceId;
    }

    @Override
    public CompletionStage<Void> start(Receiver receiver) {
        records.start(receiver::received);
        return link.start(receiver, events::listensTo, this::rejoined);
    }

    private void rejoined() {
        records.rejoined();
        channels.unsaved().rejoined();
    }

    @Override
    public boolean isAvailable() {
        return link.isUp();
    }

    @Override
    public Bus bus() {
        return publisher;
    }

    @Override
    public ConnectionDirectory connections() {
        return connections;
    }

    @Override
    public RoomDirectory rooms() {
        return rooms;
    }

    @Override
    public ChannelLog channels() {
        return channels;
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public UnsavedRecords unsaved() {
        return records.unsaved();
    }

    @Override
    public boolean keepsRecords() {
        return !source.isRedisCluster();
    }

    @Override
    public UnsavedMessages unsavedMessages() {
        return channels.unsaved();
    }

    @Override
    public RecordIndex recordIndex() {
        return records.index();
    }

    @Override
    public PresenceDirectory presence() {
        return presence;
    }

    @Override
    public AnswerStore answers() {
        return answers;
    }

    @Override
    public Optional<String> ownMemory() {
        return Optional.empty();
    }

    @Override
    public EventBus events() {
        return events;
    }

    @Override
    public NameStore names() {
        return names;
    }

    @Override
    public Instances instances() {
        return instances;
    }

    /**
     * Completes on {@code mesh-redis}, which ends right after that. Takes some seconds at most, even if Redis is away.
     */
    @Override
    public CompletionStage<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            redis.execute(this::end);
        }
        return stopped;
    }

    private void end() {
        try {
            link.end(this::removeInstance);
            publisher.close();
            channels.close();
            callbacks.shutdown();
            callbacks.awaitTermination(CALLBACK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            callbacks.shutdownNow();
            redis.shutdown();
            stopped.complete(null);
        }
    }

    /** The lease goes last: if this fails half-way, another instance cleans up. */
    private CompletableFuture<?> removeInstance(Scripts scripts) {
        return CompletableFuture.allOf(
                        RedisChannels.leave(scripts, keys, instanceId),
                        RedisRecords.leave(scripts, keys, instanceId),
                        RedisPresence.leave(scripts, keys, instanceId),
                        RedisNames.die(scripts, keys, instanceId, nameGrace))
                .thenCompose(done -> localCopy.remove(scripts));
    }
}
