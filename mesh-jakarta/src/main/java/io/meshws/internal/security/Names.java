package io.meshws.internal.security;

import io.meshws.InvalidNameException;

/** The rules for names that become part of Redis keys, and that guards and patterns are asked about. */
public final class Names {
    private Names() {}

    /** The name itself. */
    public static String room(String name) {
        return InvalidNameException.check("room name", name);
    }

    /** The id itself. */
    public static String record(String id) {
        return InvalidNameException.check("record id", id);
    }

    /** The name itself. */
    public static String channel(String name) {
        return InvalidNameException.check("channel name", name);
    }

    /** The id itself. */
    public static String user(String id) {
        return InvalidNameException.check("user id", id);
    }
}
