package io.meshws.client;

/**
 * A place in a channel: that of a message, or the end.
 *
 * @param epoch tells the offsets of this channel from those before the server forgot it; empty if nothing was published
 * @param offset 1 for the first message, one more for each that follows
 */
public record StreamPosition(String epoch, long offset) {}
