package io.meshws.protocol.patch;

import jakarta.json.JsonArray;

/** How to tell those who hold the old value of a document about the new one. */
public sealed interface Difference {
    /** Both are equal: nothing to tell. */
    enum Unchanged implements Difference {
        UNCHANGED
    }

    /** Only the full new value will do. */
    enum Full implements Difference {
        FULL
    }

    /**
     * An RFC 6902 patch.
     *
     * @param operations at least one, each {@code add}, {@code remove} or {@code replace}, none at the root
     * @param text the same as JSON text
     */
    record Patch(JsonArray operations, String text) implements Difference {}
}
