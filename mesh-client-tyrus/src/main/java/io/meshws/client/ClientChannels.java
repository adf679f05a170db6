package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.util.concurrent.CompletableFuture;

/**
 * Channels: streams of texts, published by the server and by clients that it allows.
 *
 * <pre>{@code
 * ChannelSubscription lobby =
 *         client.subscribeChannelSync("chat:lobby", 20, message -> System.out.println(message.text()));
 * client.publishChannelSync("chat:lobby", "Hello");
 * lobby.close();
 * }</pre>
 */
public interface ClientChannels {
    /** The most messages that a server gives out at once. */
    int MAX_HISTORY = 1000;

    /** Follows a channel from now on. */
    default CompletableFuture<ChannelSubscription> subscribeChannel(String channel, ChannelListener listener) {
        return subscribeChannel(channel, 0, listener);
    }

    /**
     * Follows a channel from now on.
     *
     * @param historyLimit how many of its last messages to begin with, and to keep, up to {@value #MAX_HISTORY}
     * @param listener gets the messages from then on, perhaps before the future completes; may be null
     * @return fails with {@code EFORBIDDEN} if the channel is not open to this client
     */
    default CompletableFuture<ChannelSubscription> subscribeChannel(
            String channel, int historyLimit, ChannelListener listener) {
        return subscribeChannel(channel, historyLimit, null, listener);
    }

    /**
     * Follows a channel from a place on, such as one that a program kept when it ended: the listener hears all messages
     * after that place, in order and each once; or of a {@link ChannelUpdate.Gap} first, if they are not all available.
     *
     * <pre>{@code
     * StreamPosition kept = new StreamPosition("k3.1", 12);
     * client.subscribeChannelSync("audit", 20, kept, message -> message.position().ifPresent(System.out::println));
     * }</pre>
     *
     * @param historyLimit how many messages to keep, and to begin with after a gap, up to {@value #MAX_HISTORY}
     * @param since the place after which to begin; null to begin now
     * @param listener gets the messages, perhaps before the future completes; may be null
     * @return fails with {@code EFORBIDDEN} if the channel is not open to this client
     */
    CompletableFuture<ChannelSubscription> subscribeChannel(
            String channel, int historyLimit, StreamPosition since, ChannelListener listener);

    /** Ends all of this client's subscriptions to a channel; says whether the server knew of one. */
    CompletableFuture<Boolean> unsubscribeChannel(String channel);

    /** The last messages that the server keeps of a channel. */
    default CompletableFuture<ChannelPage> getChannelHistory(String channel, int limit) {
        return getChannelHistory(channel, limit, null);
    }

    /**
     * The messages after a place if they are available, else the last ones that the server keeps.
     *
     * @param limit how many of the last ones, up to {@value #MAX_HISTORY}
     * @param since may be null
     * @return fails with {@code EFORBIDDEN} if the channel is not open to this client
     */
    CompletableFuture<ChannelPage> getChannelHistory(String channel, int limit, StreamPosition since);

    /**
     * A page: the last messages before an offset, newest first, with their offsets. Every channel has the messages that the server
     * keeps; a channel that is kept in a database has all of them.
     *
     * @param limit how many, up to {@value #MAX_HISTORY}
     * @param beforeOffset only messages with lower offsets; for the next page that of the last message. {@link Long#MAX_VALUE} for the
     *     newest page
     * @return fails with {@code EFORBIDDEN} if the channel is not open to this client
     */
    CompletableFuture<ChannelPage> getChannelHistory(String channel, int limit, long beforeOffset);

    /**
     * Publishes a message. If the connection breaks before the reply, it is sent again, and published once.
     *
     * @return the message's offset; fails with {@code EFORBIDDEN} if this client may not publish in the channel
     */
    CompletableFuture<Long> publishChannel(String channel, String message);

    /** Like {@link #subscribeChannel(String, ChannelListener)}, but waits. */
    default ChannelSubscription subscribeChannelSync(String channel, ChannelListener listener) {
        return Promise.await(subscribeChannel(channel, listener));
    }

    /** Like {@link #subscribeChannel(String, int, ChannelListener)}, but waits. */
    default ChannelSubscription subscribeChannelSync(String channel, int historyLimit, ChannelListener listener) {
        return Promise.await(subscribeChannel(channel, historyLimit, listener));
    }

    /** Like {@link #subscribeChannel(String, int, StreamPosition, ChannelListener)}, but waits. */
    default ChannelSubscription subscribeChannelSync(
            String channel, int historyLimit, StreamPosition since, ChannelListener listener) {
        return Promise.await(subscribeChannel(channel, historyLimit, since, listener));
    }

    /** Like {@link #unsubscribeChannel}, but waits. */
    default boolean unsubscribeChannelSync(String channel) {
        return Promise.await(unsubscribeChannel(channel));
    }

    /** Like {@link #getChannelHistory(String, int)}, but waits. */
    default ChannelPage getChannelHistorySync(String channel, int limit) {
        return Promise.await(getChannelHistory(channel, limit));
    }

    /** Like {@link #getChannelHistory(String, int, StreamPosition)}, but waits. */
    default ChannelPage getChannelHistorySync(String channel, int limit, StreamPosition since) {
        return Promise.await(getChannelHistory(channel, limit, since));
    }

    /** Like {@link #getChannelHistory(String, int, long)}, but waits. */
    default ChannelPage getChannelHistorySync(String channel, int limit, long beforeOffset) {
        return Promise.await(getChannelHistory(channel, limit, beforeOffset));
    }

    /** Like {@link #publishChannel}, but waits. */
    default long publishChannelSync(String channel, String message) {
        return Promise.await(publishChannel(channel, message));
    }
}
