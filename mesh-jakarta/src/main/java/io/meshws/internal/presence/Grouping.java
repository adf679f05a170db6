package io.meshws.internal.presence;

import java.util.Optional;

/** The unit in which a subscriber sees presence. */
public enum Grouping {
    /** Each connection. */
    CONNECTION("connection"),
    /**
     * Each user, from the first of its connections to the last; connections without a user count under their own ids.
     */
    USER("user");

    private final String wireName;

    Grouping(String wireName) {
        this.wireName = wireName;
    }

    public static Optional<Grouping> ofWireName(String name) {
        for (Grouping grouping : values()) {
            if (grouping.wireName.equals(name)) {
                return Optional.of(grouping);
            }
        }
        return Optional.empty();
    }
}
