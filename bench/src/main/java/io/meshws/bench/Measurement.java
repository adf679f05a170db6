package io.meshws.bench;

/**
 * The figures of one load.
 *
 * @param rate messages that arrived at clients, a second
 * @param sent messages that clients sent, a second
 * @param cpuMicros CPU time of the server's processes for each that arrived
 * @param p50 ms from sending to arrival, as the other two
 * @param clientCpu how much of the time the thread that makes the load computed, from 0 to 1
 */
record Measurement(double rate, double sent, double cpuMicros, double p50, double p99, double p999, double clientCpu) {}
