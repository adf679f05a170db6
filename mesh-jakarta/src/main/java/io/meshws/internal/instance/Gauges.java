package io.meshws.internal.instance;

import io.meshws.MeshMXBean;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Load;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The state of an instance as JMX shows it. Thread-safe. */
public final class Gauges implements MeshMXBean {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final MeshInstance instance;

    public Gauges(MeshInstance instance) {
        this.instance = instance;
    }

    @Override
    public String getInstanceId() {
        return instance.instanceId();
    }

    @Override
    public boolean isClusterAvailable() {
        return instance.isClusterAvailable();
    }

    @Override
    public int getConnections() {
        return instance.connections().local().size();
    }

    @Override
    public int getSubscriptions() {
        return connections().mapToInt(connection -> connection.topics().count()).sum();
    }

    @Override
    public int getInFlight() {
        return (int) sum(Load::inFlight);
    }

    @Override
    public int getQueuedFrames() {
        return (int) sum(Load::frames);
    }

    @Override
    public long getQueuedCharacters() {
        return sum(Load::characters);
    }

    @Override
    public int getWaitingWrites() {
        return instance.features().pace.waiting();
    }

    @Override
    public Map<String, Long> getRefusals() {
        return instance.features().connections.refusals().counts();
    }

    @Override
    public long getUnsavedRecords() {
        return instance.features().records.store().unsaved();
    }

    @Override
    public long getUnsavedChannels() {
        return instance.features().channels.log().unsaved();
    }

    @Override
    public long getFailedSaves() {
        return instance.features().records.store().failedSaves()
                + instance.features().channels.log().failedSaves();
    }

    @Override
    public Latency getLatency() {
        long[] sorted = connections()
                .map(Connection::latency)
                .flatMap(Optional::stream)
                .mapToLong(Duration::toNanos)
                .sorted()
                .toArray();
        return sorted.length == 0
                ? new Latency(0, 0, 0, 0, 0)
                : new Latency(
                        sorted.length,
                        LongStream.of(sorted).average().orElse(0) / NANOS_PER_MILLI,
                        percentile(sorted, 50),
                        percentile(sorted, 99),
                        percentile(sorted, 100));
    }

    /** The smallest value that this percentage of values doesn't exceed, in ms. */
    private static double percentile(long[] sorted, int percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return sorted[rank - 1] / NANOS_PER_MILLI;
    }

    private long sum(ToLongFunction<Load> part) {
        return connections().map(Connection::load).mapToLong(part).sum();
    }

    private Stream<Connection> connections() {
        return instance.connections().local().stream().map(Connection.class::cast);
    }
}
