package io.meshws.internal.record;

import java.util.Optional;

/** The form in which a subscriber gets updates. */
public enum RecordMode {
    /** Always the whole value. */
    FULL("full"),
    /** A patch if there is one, else the whole value. */
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
