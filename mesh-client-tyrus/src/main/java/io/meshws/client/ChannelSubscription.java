package io.meshws.client;

import java.util.List;
import java.util.Optional;

/**
 * A channel that a client follows.
 *
 * <pre>{@code
 * ChannelSubscription news =
 *         client.subscribeChannelSync("news", 20, message -> System.out.println(message.text()));
 * System.out.println(news.history()); // newest first, as of the beginning
 * System.out.println(news.value()); // oldest first, with later messages
 * news.close();
 * }</pre>
 *
 * <p>Its value is the end of the channel as far as the client knows it: the last messages, oldest first, at most as many as the
 * subscription's history limit. After a broken link the missed messages follow in order, each once. If the server no longer has
 * them, a {@link ChannelUpdate.Gap} comes.
 */
public interface ChannelSubscription extends LiveSubscription<List<String>, ChannelUpdate> {

    String channel();

    /**
     * The messages that were kept when this began, newest first, at most as many as the history limit; none if it began at a
     * position after which no message was missing, because the listener gets those messages.
     */
    List<String> history();

    /**
     * The position of the last message that came, whether or not it was handled, or else the position at which this began;
     * empty if the server does not say.
     */
    Optional<StreamPosition> position();
}
