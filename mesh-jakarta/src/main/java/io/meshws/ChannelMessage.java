package io.meshws;

import java.util.Objects;
import java.util.Optional;

/**
 * A message that a channel kept.
 *
 * @param offset 1 for the first message of the channel's epoch, one more with each message, kept or not
 * @param publisher the id of the connection that published it; empty if the server did, or if the channel was exposed
 *     with {@link PublisherId#HIDDEN}
 */
public record ChannelMessage(long offset, String message, Optional<String> publisher) {
    public ChannelMessage {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(publisher, "publisher");
    }

    /** A message that names no publisher. */
    public ChannelMessage(long offset, String message) {
        this(offset, message, Optional.empty());
    }
}
