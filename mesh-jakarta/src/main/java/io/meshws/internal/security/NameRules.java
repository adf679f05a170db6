package io.meshws.internal.security;

import io.meshws.InvalidNameException;

/** The rules for names that become part of Redis keys and are passed to guards and patterns. */
public final class NameRules {
    private NameRules() {}

    /** Returns the name. */
    public static String room(String name) {
        return InvalidNameException.check("room name", name);
    }

    /** Returns the id. */
    public static String record(String id) {
        return InvalidNameException.check("record id", id);
    }

    /** Returns the id. */
    public static String collection(String id) {
        return InvalidNameException.check("collection id", id);
    }

    /** Returns the name. */
    public static String channel(String name) {
        return InvalidNameException.check("channel name", name);
    }

    /** Returns the id, which may be one that no connection has. */
    public static String connection(String id) {
        return InvalidNameException.check("connection id", id);
    }

    /** Returns the name. */
    public static String event(String name) {
        return InvalidNameException.check("event name", name);
    }

    /** Returns the name, which is an address. */
    public static String name(String name) {
        return InvalidNameException.check("name", name);
    }

    /** Returns the name. */
    public static String pipe(String name) {
        return InvalidNameException.check("pipe name", name);
    }

    /** Returns the id. */
    public static String user(String id) {
        return InvalidNameException.check("user id", id);
    }
}
