package io.meshws;

import javax.management.ConstructorParameters;

/**
 * What can be watched of one instance through JMX, in the platform's MBean server, as {@code
 * io.meshws:type=Mesh,application="/context"}. Where another deployment has that name, which the same context path on another
 * virtual server may have, {@code ,instance="…"} with the instance's id follows.
 *
 * <p>All of it is of this instance, at the moment of reading. What is read is counted then, by a walk over the open
 * connections: nothing is kept for it in between.
 */
public interface MeshMXBean {

    /** {@link MeshServer#instanceId()}. */
    String getInstanceId();

    /** {@link MeshServer#isClusterAvailable()}. */
    boolean isClusterAvailable();

    /** How many connections are open. */
    int getConnections();

    /** How many subscriptions they have, to channels, records and presence; each client's counts. */
    int getSubscriptions();

    /** How many commands run or wait for their result, and requests to clients for an answer. */
    int getInFlight();

    /** How many frames wait to be sent, those that are being sent included. */
    int getQueuedFrames();

    /** How long those frames are, in characters; a broadcast counts for each of its receivers. */
    long getQueuedCharacters();

    /** The round trips to the clients. */
    Latency getLatency();

    /**
     * How {@link MeshConnection#latency()}, the round trip that was measured last, is distributed over the open connections for
     * which there is one. In milliseconds, with fractions; all 0 where there is none.
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

        /** How many connections there are with one. */
        public int getCount() {
            return count;
        }

        public double getMean() {
            return mean;
        }

        /** Half of the connections have at most this. */
        public double getMedian() {
            return median;
        }

        /** 99 of 100 connections have at most this. */
        public double getPercentile99() {
            return percentile99;
        }

        public double getMax() {
            return max;
        }
    }
}
