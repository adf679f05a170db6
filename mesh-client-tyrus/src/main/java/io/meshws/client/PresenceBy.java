package io.meshws.client;

/** Whether those who are in a room are shown as connections or as users. */
public enum PresenceBy {
    /** Each connection for itself, under its id. */
    CONNECTION("connection"),
    /** Each user once, however many connections they have, under the user id that the server gives them. */
    USER("user");

    private final String wireName;

    PresenceBy(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
        return wireName;
    }
}
