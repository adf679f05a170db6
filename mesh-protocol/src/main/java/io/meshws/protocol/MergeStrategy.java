package io.meshws.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Optional;

/** How a written value meets the one that is there. Anything but two objects is replaced. */
public enum MergeStrategy {
    /** The new value takes the place of the old. */
    REPLACE("replace") {
        @Override
        public JsonValue apply(JsonValue old, JsonValue written) {
            return written;
        }
    },
    /** Members of the new object take the place of those of the same name; the others stay. */
    MERGE("merge") {
        @Override
        public JsonValue apply(JsonValue old, JsonValue written) {
            return merge(old, written, false);
        }
    },
    /** As {@link #MERGE}, and so again inside members that are objects on both sides. Arrays are replaced. */
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

    /** The value that results; the arguments stay as they are. A null member is a value like any other. */
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
