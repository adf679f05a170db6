/**
 * What the parts cost that each frame passes, one at a time, by JMH. {@code docs/performance.md} says how to run it and
 * what it found.
 */
package io.meshws.bench.jmh;
