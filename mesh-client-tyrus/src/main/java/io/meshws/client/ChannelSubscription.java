package io.meshws.client;

import java.util.List;
import java.util.Optional;

/**
 * A channel that a client follows. Its value is the end of the channel as far as the client knows it: the last messages,
 * oldest first, as many as the subscription's history limit says.
 *
 * <p>Across a broken link the channel is caught up from the last message that came: the missing ones follow in order, each
 * once. If the server does not have them any more, {@link ChannelUpdate.Gap} says so.
 */
public interface ChannelSubscription extends LiveSubscription<List<String>, ChannelUpdate> {

    String channel();

    /**
     * The messages that were kept when this began, newest first, as many as the history limit says; none if it began at a
     * place after which nothing was missing, as the listener hears those messages.
     */
    List<String> history();

    /**
     * The place of the last message that came, whether or not it was handled, or else the place at which this began; empty if
     * the server does not say.
     */
    Optional<StreamPosition> position();
}
