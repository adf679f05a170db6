package io.meshws.internal.cluster;

import io.meshws.ChannelHistory;
import io.meshws.ChannelMessage;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Optional;

/**
 * The text of a message in the log: a JSON string literal and, if subscribers are told who published it, the member of
 * the frame that names the publisher. So a frame contains the text as it is, without encoding it again.
 */
public final class ChannelEntry {
    private static final String PUBLISHER = ",\"publisher\":";

    private static final String MESSAGE = "{\"message\":";

    private ChannelEntry() {}

    /** As keepers have it: a JSON object. */
    public static String content(String entry) {
        return MESSAGE + entry + "}";
    }

    /** The entry of a keeper's content, which may be written by others. */
    public static String ofContent(String content) {
        JsonObject object = Json.readTrusted(content).asJsonObject();
        String literal = Json.quote(object.getString("message"));
        return object.get("publisher") instanceof JsonString publisher ? of(literal, publisher.getString()) : literal;
    }

    public static String of(String literal, String publisher) {
        return literal + PUBLISHER + Json.quote(publisher);
    }

    /** Splits a text that was read from the log; the messages remain literals. */
    public static ChannelHistory split(ChannelHistory read) {
        return new ChannelHistory(
                read.last(),
                read.recovered(),
                read.messages().stream().map(ChannelEntry::split).toList());
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
