package io.meshws.internal.cluster;

import io.meshws.ClusterUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The cluster of an application that uses mesh before its web application starts, and therefore before its context path
 * is known. Until then every operation fails; afterwards each goes to the actual cluster. Thread-safe.
 */
public final class LateCluster implements Cluster {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private final String instanceId = ConnectionId.newInstanceId();
    private final Function<InstanceNames, Cluster> maker;
    private final Bus bus = late(Bus.class, Cluster::bus);
    private final ConnectionDirectory connections = late(ConnectionDirectory.class, Cluster::connections);
    private final RoomDirectory rooms = late(RoomDirectory.class, Cluster::rooms);
    private final ChannelLog channels = late(ChannelLog.class, Cluster::channels);
    private final RecordStore records = late(RecordStore.class, Cluster::records);
    private final UnsavedRecords unsaved = late(UnsavedRecords.class, Cluster::unsaved);
    private final UnsavedMessages unsavedMessages = late(UnsavedMessages.class, Cluster::unsavedMessages);
    private final RecordIndex recordIndex = late(RecordIndex.class, Cluster::recordIndex);
    private final PresenceDirectory presence = late(PresenceDirectory.class, Cluster::presence);
    private final AnswerStore answers = late(AnswerStore.class, Cluster::answers);
    private final EventBus events = late(EventBus.class, Cluster::events);
    private final NameStore names = late(NameStore.class, Cluster::names);
    private final Instances instances = late(Instances.class, Cluster::instances);
    private final CompletableFuture<Void> attempted = new CompletableFuture<>();
    private final AtomicBoolean said = new AtomicBoolean();
    private Receiver receiver;
    private boolean stopped;
    private volatile Cluster made;

    public LateCluster(Function<InstanceNames, Cluster> maker) {
        this.maker = maker;
    }

    /**
     * Creates the cluster and starts it; only the first call has an effect.
     *
     * @return a stage that completes when the first attempt to join has ended
     */
    public synchronized CompletionStage<Void> begin(String contextPath) {
        if (made == null && !stopped) {
            made = maker.apply(InstanceNames.of(instanceId, Optional.of(contextPath), Optional.empty()));
            made.start(receiver).whenComplete((done, failure) -> attempted.complete(null));
        }
        return attempted;
    }

    @Override
    public String instanceId() {
        return instanceId;
    }

    @Override
    public synchronized CompletionStage<Void> start(Receiver newReceiver) {
        receiver = newReceiver;
        return attempted;
    }

    @Override
    public boolean isAvailable() {
        return made != null && made.isAvailable();
    }

    @Override
    public Bus bus() {
        return bus;
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
        return unsaved;
    }

    @Override
    public boolean keepsRecords() {
        return made == null || made.keepsRecords();
    }

    @Override
    public UnsavedMessages unsavedMessages() {
        return unsavedMessages;
    }

    @Override
    public RecordIndex recordIndex() {
        return recordIndex;
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

    @Override
    public synchronized CompletionStage<Void> stop() {
        stopped = true;
        return made == null ? CompletableFuture.completedFuture(null) : made.stop();
    }

    /** Works because every method of a cluster's parts returns a stage. */
    private <T> T late(Class<T> part, Function<Cluster, T> of) {
        return part.cast(Proxy.newProxyInstance(
                LateCluster.class.getClassLoader(), new Class<?>[] {part}, (proxy, method, arguments) -> {
                    Cluster cluster = made;
                    return cluster == null ? refused() : invoke(method, of.apply(cluster), arguments);
                }));
    }

    private static Object invoke(Method method, Object part, Object[] arguments) throws Throwable {
        try {
            return method.invoke(part, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private CompletionStage<?> refused() {
        if (said.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MESH-0011 An operation that needs Redis failed because the web application has not started"
                            + " yet: without mesh.redis.prefix, the names of keys depend on its context path");
        }
        return CompletableFuture.failedFuture(
                new ClusterUnavailableException("Redis cannot be used before the web application has started;"
                        + " call it later, or set mesh.redis.prefix"));
    }
}
