package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.cluster.Bus;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ConnectionDirectory;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.EventBus;
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
import java.util.function.LongSupplier;

/**
 * A cluster of one instance, in this JVM's memory; available from its start until it is stopped. Thread-safe. Stages are
 * complete when they are returned, and {@link Receiver} is called on the thread of the call that caused it.
 */
public final class MemoryCluster implements Cluster {
    private final String instanceId = ConnectionId.newInstanceId();
    private final Memberships memberships = new Memberships();
    private final ConnectionDirectory connections = new MemoryConnections(memberships);
    private final RoomDirectory rooms = new MemoryRooms(memberships);
    private final Instances instances;
    private final MemoryBus bus = new MemoryBus(instanceId);
    private final EventBus events = new MemoryEvents(bus);
    private final MemoryNames names;
    private final MemoryRecords records;
    private final MemoryChannels channels;
    private final PresenceDirectory presence;
    private final MemoryAnswers answers;

    /**
     * @param channelTtl how long after its last publication a channel is forgotten
     * @param nanos the clock of {@link System#nanoTime}
     * @param millis the clock of {@link System#currentTimeMillis}
     */
    public MemoryCluster(Duration channelTtl, LongSupplier nanos, LongSupplier millis) {
        records = new MemoryRecords(bus, nanos, millis);
        channels = new MemoryChannels(message -> bus.sendTo(instanceId, message), channelTtl, nanos, millis);
        answers = new MemoryAnswers(nanos);
        names = new MemoryNames(bus, millis);
        instances = new MemoryInstances(instanceId, millis);
        presence = new MemoryPresence(change -> bus.sendTo(instanceId, change), millis);
    }

    @Override
    public String instanceId() {
        return instanceId;
    }

    @Override
    public CompletionStage<Void> start(Receiver receiver) {
        bus.open(receiver);
        receiver.rejoined();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isAvailable() {
        return bus.isOpen();
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
        return records.unsaved();
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
        return Optional.of(instanceId);
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
    public CompletionStage<Void> stop() {
        bus.close();
        channels.clear();
        memberships.clear();
        records.clear();
        answers.clear();
        names.clear();
        return CompletableFuture.completedFuture(null);
    }
}
