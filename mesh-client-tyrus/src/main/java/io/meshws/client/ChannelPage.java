package io.meshws.client;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Messages that a server keeps of a channel.
 *
 * @param messages newest first; or those after the requested place, oldest first, if they are available
 * @param end the position of the channel; empty if the server does not say
 * @param recovered whether these are all messages after the place that was asked for
 * @param offsets for each message, in the same order, its offset, if older messages than one were asked for; else empty
 * @param publishers for each message, in the same order, the connection that published it; empty if the server does not say
 */
public record ChannelPage(
        List<String> messages,
        Optional<StreamPosition> end,
        boolean recovered,
        List<Long> offsets,
        List<Optional<String>> publishers) {
    /** A page without offsets. */
    public ChannelPage(
            List<String> messages, Optional<StreamPosition> end, boolean recovered, List<Optional<String>> publishers) {
        this(messages, end, recovered, List.of(), publishers);
    }

    /** A page without the publishers of its messages. */
    public ChannelPage(List<String> messages, Optional<StreamPosition> end, boolean recovered) {
        this(messages, end, recovered, Collections.nCopies(messages.size(), Optional.empty()));
    }
}
