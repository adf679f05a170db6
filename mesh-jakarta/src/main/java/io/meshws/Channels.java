package io.meshws;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Named streams of text messages, on all instances. Any instance publishes; clients subscribe to the channels that are
 * exposed to them. Thread-safe.
 *
 * <p>A message is delivered at most once to each subscriber, in the order of its offset. What is published by one thread
 * gets its offsets in the order of the calls. A channel can keep its last messages; then what an instance missed while it
 * could not reach Redis is delivered late, as far as it is kept. A channel in which nothing was published for {@code
 * mesh.channel-ttl} is forgotten: it begins again with another epoch.
 *
 * <p>Channel names have 1 to 256 characters, no control characters and no unpaired surrogates, else {@link InvalidNameException}. Stages fail with
 * {@link ClusterUnavailableException} where Redis cannot be reached.
 */
public interface Channels {
    /** The most messages that a channel keeps, and that are read at once. */
    int MAX_HISTORY = 1000;

    /** Lets every client subscribe to the channel. */
    default void expose(String name) {
        expose(name, Guard.ANYONE);
    }

    /** Lets the clients that the guard allows subscribe to the channel, and keeps none of its messages by default. */
    default void expose(String name, Guard guard) {
        expose(name, guard, 0);
    }

    /**
     * Lets the clients that the guard allows subscribe to the channel and read its history. Exposing the same name again
     * replaces guard and history; among names and patterns that match, the one exposed first decides. Each instance
     * exposes for its own clients and publications.
     *
     * @param history how many messages are kept where a publication does not say, 0 to {@link #MAX_HISTORY}
     */
    void expose(String name, Guard guard, int history);

    /** {@link #expose(String)} for all channels whose name the pattern matches as a whole. */
    default void expose(Pattern names) {
        expose(names, Guard.ANYONE);
    }

    /** {@link #expose(String, Guard)} for all channels whose name the pattern matches as a whole. */
    default void expose(Pattern names, Guard guard) {
        expose(names, guard, 0);
    }

    /** {@link #expose(String, Guard, int)} for all channels whose name the pattern matches as a whole. */
    void expose(Pattern names, Guard guard, int history);

    /**
     * Takes back {@link #expose(String)}. Clients of this instance that are subscribed to the channel, or about to be, are
     * unsubscribed and told so by the event {@code mesh/unsubscribed}, unless a pattern still exposes the channel; then they
     * stay, and no guard is asked. To let only nobody else in, expose it again with a guard that refuses.
     *
     * @return whether it was exposed
     */
    boolean unexpose(String name);

    /** As {@link #unexpose(String)}, for what was exposed by a pattern with the same text and flags. */
    boolean unexpose(Pattern names);

    /**
     * Publishes, and keeps as many messages as the channel was exposed with on this instance. The channel need not be
     * exposed.
     *
     * @param message at most {@code mesh.max-frame-size} characters as JSON, without the quotes around it, else {@link CommandException} with {@code ETOOLARGE}
     * @return the message's offset, when it is published
     */
    CompletionStage<Long> publish(String channel, String message);

    /**
     * Publishes and keeps the message as the newest of the last so many; older ones are forgotten.
     *
     * @param history 0 to {@link #MAX_HISTORY}; 0 publishes without keeping the message, and forgets none
     */
    CompletionStage<Long> publish(String channel, String message, int history);

    /** {@link #publish(String, String)} with the JSON text of a value that JSON-B or JSON-P can express. */
    CompletionStage<Long> publishJson(String channel, Object message);

    /**
     * The messages that the channel kept, newest first. Asks no guard.
     *
     * @param limit how many at most, not below 0; {@link #MAX_HISTORY} where it is more. Fewer come where they are long:
     *     4 MiB of UTF-8 are read at once, counted as JSON
     */
    CompletionStage<List<String>> history(String channel, int limit);

    /**
     * All that was published after a place, oldest first, where it was kept and is not more than is read at once; else, as
     * {@link ChannelHistory#recovered()} says, the last messages that were kept.
     *
     * @param limit how many where what was asked for cannot be had
     */
    CompletionStage<ChannelHistory> history(String channel, int limit, ChannelPosition since);
}
