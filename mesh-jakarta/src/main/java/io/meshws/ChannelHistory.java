package io.meshws;

import java.util.List;

/**
 * What was read of a channel at one moment.
 *
 * @param last where the channel stood: what is published later has higher offsets, or another epoch
 * @param recovered whether {@code messages} are all that were published after the place that was asked for, oldest first;
 *     false where none was asked for, or some of them are not kept
 * @param messages where not recovered: the last ones that were kept, newest first
 */
public record ChannelHistory(ChannelPosition last, boolean recovered, List<ChannelMessage> messages) {
    public ChannelHistory {
        messages = List.copyOf(messages);
    }
}
