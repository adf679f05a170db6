package io.meshws.security;

import io.meshws.InvalidNameException;

/** The rules for names that become part of Redis keys, and that guards and patterns are asked about. */
public final class Names {
    static final int MAX_LENGTH = 256;

    private Names() {}

    /** The name itself. */
    public static String room(String name) {
        return check("room name", name);
    }

    /** The id itself. */
    public static String record(String id) {
        return check("record id", id);
    }

    /** The name itself. */
    public static String channel(String name) {
        return check("channel name", name);
    }

    /** The id itself. */
    public static String user(String id) {
        return check("user id", id);
    }

    private static String check(String what, String name) {
        if (name == null || name.isEmpty()) {
            throw new InvalidNameException("A " + what + " must not be empty");
        }
        if (name.length() > MAX_LENGTH) {
            throw new InvalidNameException("A " + what + " must not be longer than " + MAX_LENGTH + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidNameException("A " + what + " must not contain control characters");
        }
        return name;
    }
}
