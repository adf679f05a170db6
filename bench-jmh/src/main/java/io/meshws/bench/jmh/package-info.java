/**
 * The costs of the parts that each frame passes, one at a time, by JMH. {@code docs/performance.md} says how to run it and
 * has its results.
 */
package io.meshws.bench.jmh;
