package io.meshws.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Optional;

/** How a written value combines with the existing one. Unless both are objects, the new value replaces the old. */
public enum MergeStrategy {
    /** The new value replaces the old. */
    REPLACE("replace") {
        @Override
        public JsonValue apply(JsonValue old, JsonValue written) {
            return written;
        }
    },
    /** Members of the new object replace those of the same name; the others stay. */
    MERGE("merge") {
        @Override
        public JsonValue apply(JsonValue old, JsonValue written) {
            return merge(old, written, false);
        }
    },
    /** Like {@link #MERGE}, and again inside members that are objects on both sides. Arrays are replaced. */
    DEEP_MERGE("deepMerge") {
        @Override
        public JsonValue apply(JsonValue old, JsonValue written) {
            return merge(old, written, true);
        }
    };

    private final String wireName;

    MergeStrategy(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire: {@code replace}, {@code merge} or {@code deepMerge}. */
    public String wireName() {
        return wireName;
    }

    /** The resulting value; the arguments stay unchanged. A null member is a value like any other. */
    public abstract JsonValue apply(JsonValue old, JsonValue written);

    public static Optional<MergeStrategy> ofWireName(String name) {
        for (MergeStrategy strategy : values()) {
            if (strategy.wireName.equals(name)) {
                return Optional.of(strategy);
            }
        }
        return Optional.empty();
    }

    private static JsonValue merge(JsonValue old, JsonValue written, boolean deep) {
        if (!(old instanceof JsonObject target) || !(written instanceof JsonObject source)) {
            return written;
        }
        JsonObjectBuilder result = Json.object();
        target.forEach(result::add);
        source.forEach((name, value) -> result.add(name, deep ? merge(target.get(name), value, true) : value));
        return result.build();
    }
}
