package io.meshws.spi;

import java.util.Objects;

/**
 * A message of a channel, as a {@link ChannelKeeper} keeps it. Channel, epoch and offset together name it; the message itself never
 * changes.
 *
 * @param epoch random text of at most 64 ASCII characters, which identifies the numbering that the offset belongs to
 * @param offset 1 or more; increases with every message of the channel, across epochs, except for messages that Redis lost
 * @param timeMicros when it was published, in µs since 1970
 * @param content JSON text: an object with the text as {@code message}, and with the id of the publishing connection as {@code
 *     publisher} if subscribers are told
 */
public record KeptMessage(String channel, String epoch, long offset, long timeMicros, String content) {
    public KeptMessage {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(epoch, "epoch");
        Objects.requireNonNull(content, "content");
        if (offset < 1) {
            throw new IllegalArgumentException("Not an offset of a message: " + offset);
        }
    }
}
