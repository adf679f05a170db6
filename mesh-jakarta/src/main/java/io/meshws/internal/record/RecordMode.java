package io.meshws.internal.record;

import java.util.Optional;

/** What a subscriber wants to be sent. */
public enum RecordMode {
    /** The whole value, each time. */
    FULL("full"),
    /** A patch where there is one. */
    PATCH("patch");

    private final String wireName;

    RecordMode(String wireName) {
        this.wireName = wireName;
    }

    public static Optional<RecordMode> ofWireName(String name) {
        for (RecordMode mode : values()) {
            if (mode.wireName.equals(name)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
