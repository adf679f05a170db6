package io.meshws;

import java.util.Map;
import javax.management.ConstructorParameters;

/**
 * The state of one instance as shown by JMX, in the platform's MBean server, as {@code
 * io.meshws:type=Mesh,application="/context"}. If another deployment already has that name, for example the same
 * context path on another virtual server, {@code ,instance="…"} with the instance's id is added.
 *
 * <p>All values describe this instance. They are computed when they are read, from the open connections; only {@link
 * #getRefusals} and {@link #getFailedSaves} are counted all the time.
 */
public interface MeshMXBean {

    /** {@link MeshServer#instanceId()}. */
    String getInstanceId();

    /** {@link MeshServer#isClusterAvailable()}. */
    boolean isClusterAvailable();

    /** The number of open connections. */
    int getConnections();

    /** The number of their subscriptions to channels, records and presence, counted for each client. */
    int getSubscriptions();

    /** The number of commands that run or wait for their result, and of requests to clients that wait for an answer. */
    int getInFlight();

    /** The number of frames that wait to be sent or are being sent. */
    int getQueuedFrames();

    /** The length of those frames, in characters; a broadcast counts for each of its receivers. */
    long getQueuedCharacters();

    /**
     * The number of publications, record writes and broadcasts of this instance that are done, and whose stages or replies wait
     * until this or another instance catches up with telling clients.
     */
    int getWaitingWrites();

    /**
     * How often clients were refused something since the instance started, by code: an error code such as {@code ERATE} for
     * an answer, a close code such as {@code 4001} for a connection that was closed, an HTTP status such as {@code 429} for
     * a handshake; and by the setting if limits share a code. Codes that never occurred are missing.
     */
    Map<String, Long> getRefusals();

    /**
     * The number of records of the application that wait to be {@linkplain Records#keep saved}, of all instances, when this one
     * looked last; it looks once a second if it keeps any.
     */
    long getUnsavedRecords();

    /**
     * The number of channels with messages that wait to be {@linkplain Channels#keep saved}, or did a moment ago, of all instances,
     * when this one looked last; it looks once a second if it keeps any.
     */
    long getUnsavedChannels();

    /** How often a keeper failed to save a record or a message for this instance. */
    long getFailedSaves();

    /** The round-trip times to the clients. */
    Latency getLatency();

    /**
     * The distribution of {@link MeshConnection#latency()}, the last measured round-trip time, over the open
     * connections that have one. In milliseconds, with fractions; all 0 if no connection has one.
     */
    final class Latency {
        private final int count;
        private final double mean;
        private final double median;
        private final double percentile99;
        private final double max;

        @ConstructorParameters({"count", "mean", "median", "percentile99", "max"})
        public Latency(int count, double mean, double median, double percentile99, double max) {
            this.count = count;
            this.mean = mean;
            this.median = median;
            this.percentile99 = percentile99;
            this.max = max;
        }

        /** The number of connections with a measured round-trip time. */
        public int getCount() {
            return count;
        }

        public double getMean() {
            return mean;
        }

        /** At least half of the connections have at most this. */
        public double getMedian() {
            return median;
        }

        /** At least 99 of 100 connections have at most this. */
        public double getPercentile99() {
            return percentile99;
        }

        public double getMax() {
            return max;
        }
    }
}
