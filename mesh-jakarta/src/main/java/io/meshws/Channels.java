package io.meshws;

import io.meshws.spi.ChannelKeeper;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Named streams of text messages, on all instances.
 *
 * <pre>{@code
 * Channels channels = mesh.channels();
 * channels.expose("news", Guard.ANYONE, 50); // keeps the last 50 messages
 * channels.expose(Pattern.compile("staff:.+"), (caller, channel) -> caller.principal().isPresent());
 * channels.exposePublish(Pattern.compile("staff:.+"), (caller, channel) -> caller.principal().isPresent());
 * channels.publish("news", "Lunch is ready");
 * channels.history("news", 10).thenAccept(newestFirst -> newestFirst.forEach(System.out::println));
 * }</pre>
 *
 * <p>Any instance publishes. Clients subscribe to the channels that are exposed to them, and publish in those that are exposed for
 * that.
 *
 * <p>Thread-safe. A message is delivered at most once to each subscriber, in the order of its offset. Messages that one thread
 * publishes get their offsets in the order of the calls. A channel can keep its last messages; then messages that an instance
 * missed while it couldn't reach Redis are delivered late, as far as they are kept. A channel is forgotten if nothing was published
 * in it for {@code mesh.channel-ttl}; it then starts again with another epoch.
 *
 * <p>Channel names have 1 to 256 characters, no control characters and no unpaired surrogates, else {@link
 * InvalidNameException}. Stages fail with {@link ClusterUnavailableException} if Redis can't be reached,
 * and those of publications with a {@link CommandException} ({@code EBUSY}) while 32,768 of this instance have not ended.
 */
public interface Channels {
    /** The most messages that a channel keeps, and that one read returns. */
    int MAX_HISTORY = 1000;

    /** Lets every client subscribe to the channel. */
    default void expose(String name) {
        expose(name, Guard.ANYONE);
    }

    /** Lets the clients that the guard allows subscribe to the channel. By default its messages aren't kept. */
    default void expose(String name, Guard guard) {
        expose(name, guard, 0);
    }

    /**
     * Lets the clients that the guard allows subscribe to the channel and read its history. Exposing the same name
     * again replaces the guard and the history. If several exposed names and patterns match, the one exposed first
     * decides. Each instance exposes channels for its own clients and publications.
     *
     * @param history how many messages are kept if a publication doesn't say, 0 to {@link #MAX_HISTORY}
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
     * Takes back {@link #expose(String)}. Clients of this instance that are subscribed to the channel, or about to be,
     * are unsubscribed and told so by the event {@code mesh/unsubscribed}. If a pattern still exposes the channel they
     * stay, and no guard is asked. To keep them and only shut out new subscribers, expose the channel again with a
     * guard that refuses.
     *
     * @return whether it was exposed
     */
    boolean unexpose(String name);

    /** Like {@link #unexpose(String)}, for names exposed by a pattern with the same text and flags. */
    boolean unexpose(Pattern names);

    /** Lets every client publish in the channel. */
    default void exposePublish(String name) {
        exposePublish(name, Guard.ANYONE);
    }

    /** Lets the clients that the guard allows publish in the channel. Subscribers aren't told which client it was. */
    default void exposePublish(String name, Guard guard) {
        exposePublish(name, guard, PublisherId.HIDDEN);
    }

    /**
     * Lets the clients that the guard allows publish in the channel. Such a message is kept like one that this instance publishes.
     * Exposures for publishing and for subscribing are independent of each other. The guard is asked for each message. Exposing the
     * same name again replaces the guard and {@code publisherId}; if several exposed names and patterns match, the one exposed
     * first decides.
     *
     * @param publisherId whether each message carries the id of the publishing connection
     */
    void exposePublish(String name, Guard guard, PublisherId publisherId);

    /** {@link #exposePublish(String)} for all channels whose name the pattern matches as a whole. */
    default void exposePublish(Pattern names) {
        exposePublish(names, Guard.ANYONE);
    }

    /** {@link #exposePublish(String, Guard)} for all channels whose name the pattern matches as a whole. */
    default void exposePublish(Pattern names, Guard guard) {
        exposePublish(names, guard, PublisherId.HIDDEN);
    }

    /** {@link #exposePublish(String, Guard, PublisherId)} for all channels whose name the pattern matches as a whole. */
    void exposePublish(Pattern names, Guard guard, PublisherId publisherId);

    /**
     * Takes back {@link #exposePublish(String)}. Messages that are already accepted are published.
     *
     * @return whether it was exposed
     */
    boolean unexposePublish(String name);

    /** Like {@link #unexposePublish(String)}, for names exposed by a pattern with the same text and flags. */
    boolean unexposePublish(Pattern names);

    /** Like {@link #keep(String, ChannelKeeper, KeepOptions)}, without waiting for the keeper. */
    default void keep(String name, ChannelKeeper keeper) {
        keep(name, keeper, KeepOptions.WRITE_BEHIND);
    }

    /**
     * Keeps the messages of a channel outside of the store too, all but those that are published with a history of 0. Its history
     * then goes beyond that of the store, up to {@link #MAX_HISTORY} messages at a time, and outlives the store. Messages are saved
     * after their publication and together with others, or before the publication counts as done. Until a message is saved, the
     * store has it, and any instance may save it. If several settings match a channel, the one made first decides; making one again
     * replaces it. Make the same ones on every instance, when the application starts.
     */
    void keep(String name, ChannelKeeper keeper, KeepOptions options);

    /** Like {@link #keep(String, ChannelKeeper)}, for all channels whose name the pattern matches as a whole. */
    default void keep(Pattern names, ChannelKeeper keeper) {
        keep(names, keeper, KeepOptions.WRITE_BEHIND);
    }

    /** Like {@link #keep(String, ChannelKeeper, KeepOptions)}, for all channels whose name the pattern matches as a whole. */
    void keep(Pattern names, ChannelKeeper keeper, KeepOptions options);

    /**
     * Publishes a message, whether or not the channel is exposed. The channel keeps as many messages as its exposure
     * on this instance says; none if there is no exposure.
     *
     * @param message at most {@code mesh.max-frame-size} characters as JSON, without the quotes around it, else {@link
     *     CommandException} with {@code ETOOLARGE}
     * @return the message's offset, once it is published
     */
    CompletionStage<Long> publish(String channel, String message);

    /**
     * Publishes a message and keeps it as the newest of this many; older ones are forgotten.
     *
     * @param history 0 to {@link #MAX_HISTORY}; with 0 the message isn't kept, and no other is forgotten
     */
    CompletionStage<Long> publish(String channel, String message, int history);

    /** {@link #publish(String, String)} with the JSON text of a value that JSON-B or JSON-P can express. */
    CompletionStage<Long> publishJson(String channel, Object message);

    /**
     * The messages that the channel kept, newest first. Asks no guard.
     *
     * @param limit the maximum number of messages, not below 0; anything above {@link #MAX_HISTORY} counts as {@link
     *     #MAX_HISTORY}. Long messages reduce the number: one read returns 4 MiB of UTF-8, counted as JSON
     */
    CompletionStage<List<String>> history(String channel, int limit);

    /**
     * All messages published after a position, oldest first, if they were kept and aren't more than one read returns.
     * Otherwise the last messages that were kept, as {@link ChannelHistory#recovered()} says.
     *
     * @param limit how many messages to return if the requested ones aren't available
     */
    CompletionStage<ChannelHistory> history(String channel, int limit, ChannelPosition since);

    /**
     * The last messages before one of the channel, newest first: a page of a history that is longer than one read returns, if the
     * channel is {@linkplain #keep kept}.
     *
     * @param limit as for {@link #history(String, int)}
     * @param beforeOffset only messages with lower offsets, of any epoch; for the next page that of the last message
     */
    CompletionStage<ChannelHistory> history(String channel, int limit, long beforeOffset);
}
