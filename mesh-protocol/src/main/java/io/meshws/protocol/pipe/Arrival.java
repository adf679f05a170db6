package io.meshws.protocol.pipe;

/**
 * A message that arrived.
 *
 * @param id of the pipe through which it came
 * @param length of the frame that brought it, in characters
 */
public record Arrival<R>(String id, long number, R message, int length) {}
