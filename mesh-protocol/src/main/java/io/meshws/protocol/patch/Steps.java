package io.meshws.protocol.patch;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Counts work, and ends it with {@link Exhausted} when it's too much. For one thread. */
public final class Steps {
    private static final int CHARACTERS_A_STEP = 64;

    private final long max;
    private long left;

    public Steps(long max) {
        this.max = max;
        this.left = max;
    }

    public static Steps unlimited() {
        return new Steps(Long.MAX_VALUE);
    }

    public void take(long steps) {
        left -= steps;
        if (left < 0) {
            throw new Exhausted();
        }
    }

    void visit(JsonValue value) {
        take(value instanceof JsonString string ? 1 + string.getChars().length() / CHARACTERS_A_STEP : 1);
    }

    long taken() {
        return max - left;
    }

    /** The work was too much. */
    public static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super(null, null, false, false);
        }
    }
}
