package io.meshws.internal.cluster;

import io.meshws.ClusterUnavailableException;
import io.meshws.spi.KeptMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages that aren't saved yet, of channels that are kept elsewhere. A {@linkplain ChannelLog.Keep kept} publication adds its
 * message in the same step. It's the channels that are taken.
 */
public interface UnsavedMessages extends Unsaved {

    /**
     * The unsaved messages with higher offsets, the lowest first.
     *
     * @return up to the limit, or with more than {@link #MAX_CHARACTERS} the first of them
     */
    CompletionStage<List<KeptMessage>> after(String channel, long offset, int limit);

    /** The unsaved messages with lower offsets, the highest first. */
    CompletionStage<List<KeptMessage>> before(String channel, long offset, int limit);

    /** These messages of the channel are saved. */
    CompletionStage<Void> saved(String channel, List<KeptMessage> messages);

    /** The channel was taken by this instance, and had no unsaved message: it isn't taken again until it has one. */
    CompletionStage<Void> empty(String channel);

    /**
     * Lets a channel go on that the store doesn't have, or of which it may have lost messages: in another epoch, with offsets above
     * this one and those of all unsaved messages. Otherwise does nothing.
     */
    CompletionStage<Void> resume(String channel, long offset);

    /** A publication that would have more messages wait than may. */
    static <T> CompletableFuture<T> tooMany() {
        return CompletableFuture.failedFuture(new ClusterUnavailableException(
                "Too many messages of the channel wait to be saved; nothing was published"));
    }
}
