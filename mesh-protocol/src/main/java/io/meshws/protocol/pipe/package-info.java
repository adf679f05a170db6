/**
 * The ends of pipes: everything about a pipe is known by its two ends, and by nobody between them. Server and Java client
 * use the same. Nothing here knows threads, clocks or a network, so that tests can play every course of events.
 */
package io.meshws.protocol.pipe;
