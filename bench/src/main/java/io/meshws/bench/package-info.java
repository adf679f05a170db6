/**
 * Measures mesh beside the bare container and beside its alternatives: the same messages, the same machine, in turn.
 * {@link io.meshws.bench.Bench} is the program, and {@code docs/performance.md} says how to run it and has its results.
 *
 * <p>A {@link io.meshws.bench.Party} is measured in a {@link io.meshws.bench.Scenario} by a {@link io.meshws.bench.Load},
 * which is one thread that knows nothing of JSON. The {@link io.meshws.bench.Report} takes medians over rounds, and
 * compares within a round.
 */
package io.meshws.bench;
