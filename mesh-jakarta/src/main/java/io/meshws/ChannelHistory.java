package io.meshws;

import java.util.List;

/**
 * The messages of a channel as they were read at one moment.
 *
 * @param last the channel's position when it was read: later messages have higher offsets, or another epoch
 * @param recovered whether {@code messages} are all messages published after the requested position, oldest first;
 *     false if no position was requested, or some of the messages aren't kept
 * @param messages if not recovered: the last messages that were kept, newest first
 */
public record ChannelHistory(ChannelPosition last, boolean recovered, List<ChannelMessage> messages) {
    public ChannelHistory {
        messages = List.copyOf(messages);
    }
}
