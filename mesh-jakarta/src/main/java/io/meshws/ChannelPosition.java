package io.meshws;

import java.util.Objects;

/**
 * A place in a channel: after the message with that offset.
 *
 * @param epoch random text that a channel gets with its first message. It gets another one when it was forgotten, and then
 *     offsets begin again; or when Redis may have lost messages, and then they go on. Empty if nothing was published yet
 * @param offset of the last message before the place; 0 at the beginning
 */
public record ChannelPosition(String epoch, long offset) {
    public static final ChannelPosition NOTHING_PUBLISHED = new ChannelPosition("", 0);

    public ChannelPosition {
        Objects.requireNonNull(epoch, "epoch");
    }
}
