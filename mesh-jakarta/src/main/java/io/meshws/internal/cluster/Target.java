package io.meshws.internal.cluster;

/** What messages between instances are for, as a text: a channel, a record, a room or everyone. */
public final class Target {
    public static final String EVERYONE = "everyone";

    private Target() {}

    public static String channel(String name) {
        return "channel " + name;
    }

    public static String record(String id) {
        return "record " + id;
    }

    public static String room(String name) {
        return "room " + name;
    }
}
