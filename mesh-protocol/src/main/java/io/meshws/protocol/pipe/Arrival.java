package io.meshws.protocol.pipe;

/**
 * A message that arrived.
 *
 * @param id of the pipe through which it came
 * @param length of the frame that brought it, in characters
 * @param alone whether its sender has nothing else on its way, and so may be waiting
 */
public record Arrival<R>(String id, long number, R message, int length, boolean alone) {}
