/**
 * The ends of pipes: only the two ends of a pipe know its state. Server and Java client use the same. Nothing here knows
 * threads, clocks or a network, so that tests can play every course of events.
 */
package io.meshws.protocol.pipe;
