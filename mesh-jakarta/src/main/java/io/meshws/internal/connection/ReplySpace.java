package io.meshws.internal.connection;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The remaining space in a reply while it's created. If something doesn't fit and is left out for good, the reply says
 * {@code truncated}. Not thread-safe.
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
     * @return false if there isn't enough; then none is taken
     */
    public boolean take(String... texts) {
        // A text never has more characters than bytes, so it isn't examined if those are already too many.
        long needed = texts.length + Stream.of(texts).mapToLong(String::length).sum();
        if (needed <= bytes) {
            needed = texts.length + Stream.of(texts).mapToLong(Json::utf8Length).sum();
        }
        if (needed > bytes) {
            return false;
        }
        bytes -= needed;
        return true;
    }

    /** Something is left out for good. */
    public void truncated() {
        truncated = true;
    }

    /** As many of them as fit. */
    public JsonArray strings(Collection<String> values) {
        JsonArrayBuilder array = Json.array();
        for (String value : values) {
            String literal = Json.quote(value);
            if (take(literal)) {
                array.add(Json.literal(literal));
            } else {
                truncated();
            }
        }
        return array.build();
    }

    /** As many of them as fit, each as {@code {id, metadata}}. */
    public JsonArray members(Map<String, JsonValue> metadata) {
        JsonArrayBuilder array = Json.array();
        metadata.forEach((id, value) -> {
            JsonObject member =
                    Json.object().add("id", id).add("metadata", value).build();
            if (take(Json.text(member))) {
                array.add(member);
            } else {
                truncated();
            }
        });
        return array.build();
    }

    /** The reply, which says so if something was left out. */
    public JsonObject build(JsonObjectBuilder reply) {
        return (truncated ? reply.add("truncated", true) : reply).build();
    }
}
