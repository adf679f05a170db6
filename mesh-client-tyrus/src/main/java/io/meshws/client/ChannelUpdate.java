package io.meshws.client;

import java.util.List;
import java.util.Optional;

/** Something that a follower of a channel gets. */
public sealed interface ChannelUpdate {

    String channel();

    /**
     * A message. Each comes once, in the order of the channel.
     *
     * @param text the published text
     * @param position its place; empty if the server does not say, or did not keep it with the message
     * @param publisher the connection that published it; empty if the server does not say, or published it itself
     */
    record Message(String channel, String text, Optional<StreamPosition> position, Optional<String> publisher)
            implements ChannelUpdate {
        /** A message that names no publisher. */
        public Message(String channel, String text, Optional<StreamPosition> position) {
            this(channel, text, position, Optional.empty());
        }
    }

    /**
     * Messages were published that this client will not get: while it was away, more were published than the server keeps, or
     * the server itself lost them. Replace the messages that the application shows with the history.
     *
     * @param from the place of the last message before the gap; empty if the server gives no places
     * @param to the place before the next message
     * @param history the last messages that the server keeps, oldest first, as many as the subscription asks for; empty
     *     if the gap was found while the link was up
     */
    record Gap(String channel, Optional<StreamPosition> from, Optional<StreamPosition> to, List<String> history)
            implements ChannelUpdate {}
}
