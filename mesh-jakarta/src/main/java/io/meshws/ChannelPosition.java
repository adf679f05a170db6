package io.meshws;

import java.util.Objects;

/**
 * A position in a channel: just after the message with this offset.
 *
 * @param epoch random text that a channel gets with its first message. If the channel is forgotten, it later gets
 *     another epoch and its offsets start again; if Redis may have lost messages, it gets another epoch and its offsets
 *     continue. Empty if nothing was published yet
 * @param offset the offset of the last message before the position; 0 at the beginning
 */
public record ChannelPosition(String epoch, long offset) {
    public static final ChannelPosition NOTHING_PUBLISHED = new ChannelPosition("", 0);

    public ChannelPosition {
        Objects.requireNonNull(epoch, "epoch");
    }
}
