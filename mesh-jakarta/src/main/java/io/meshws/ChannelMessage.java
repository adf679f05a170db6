package io.meshws;

/**
 * A message that a channel kept.
 *
 * @param offset 1 for the first message of the channel's epoch, one more with each message, kept or not
 */
public record ChannelMessage(long offset, String message) {}
