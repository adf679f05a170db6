package io.meshws.protocol.patch;

/** How to tell those who hold a document's old value about the new one. */
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
     * @param text JSON text: at least one operation, each {@code add}, {@code remove} or {@code replace}, none at the root
     */
    record Patch(String text) implements Difference {}
}
