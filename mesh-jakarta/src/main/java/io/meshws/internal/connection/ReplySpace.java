package io.meshws.internal.connection;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;

/**
 * How much more a reply can hold while it's made. What doesn't fit is left out, and the reply says {@code truncated}. Not
 * thread-safe.
 */
public final class ReplySpace {
    private long bytes;
    private boolean truncated;

    ReplySpace(int bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes the space for JSON texts and as many separators.
     *
     * @return false if it isn't there; then none is taken
     */
    public boolean take(String... texts) {
        long needed = texts.length;
        for (String text : texts) {
            needed += Json.utf8Length(text);
        }
        if (needed > bytes) {
            truncated = true;
            return false;
        }
        bytes -= needed;
        return true;
    }

    /** As many of them as fit. */
    public JsonArray strings(Collection<String> values) {
        JsonArrayBuilder array = Json.array();
        for (String value : values) {
            String literal = Json.quote(value);
            if (take(literal)) {
                array.add(Json.literal(literal));
            }
        }
        return array.build();
    }

    /** The reply, which says so if something was left out. */
    public JsonObject build(JsonObjectBuilder reply) {
        return (truncated ? reply.add("truncated", true) : reply).build();
    }
}
