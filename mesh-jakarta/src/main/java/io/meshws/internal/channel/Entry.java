package io.meshws.internal.channel;

import io.meshws.ChannelHistory;
import io.meshws.ChannelMessage;
import io.meshws.protocol.Json;
import java.util.Optional;

/**
 * The text of a message in the log: a JSON string literal and, if subscribers are told who published it, the member of
 * the frame that names the publisher. So a frame contains the text as it is, and nobody encodes it again.
 */
final class Entry {
    private static final String PUBLISHER = ",\"publisher\":";

    private Entry() {}

    static String of(String literal, String publisher) {
        return literal + PUBLISHER + Json.quote(publisher);
    }

    /** Splits what was read from the log; the messages remain literals. */
    static ChannelHistory split(ChannelHistory read) {
        return new ChannelHistory(
                read.last(),
                read.recovered(),
                read.messages().stream().map(Entry::split).toList());
    }

    private static ChannelMessage split(ChannelMessage entry) {
        String text = entry.message();
        // Inside a literal a quote follows a backslash, never a comma.
        int end = text.lastIndexOf(PUBLISHER);
        return end < 0
                ? entry
                : new ChannelMessage(
                        entry.offset(),
                        text.substring(0, end),
                        Optional.of(Json.unquote(text.substring(end + PUBLISHER.length()))));
    }
}
