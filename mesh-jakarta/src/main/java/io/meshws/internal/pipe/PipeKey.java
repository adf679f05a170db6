package io.meshws.internal.pipe;

/**
 * A pipe as one of its ends sees it.
 *
 * @param name of this end
 * @param other the name of the other end
 * @param pipe the name of the pipe
 */
public record PipeKey(String name, String other, String pipe) {}
