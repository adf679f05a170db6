package io.meshws.client;

/** In which form the server sends changes of a record. The client keeps the value in either case. */
public enum RecordMode {
    /** The whole value, with each change. */
    FULL("full"),
    /** The change alone, as a JSON Patch: for large values that change little at a time. */
    PATCH("patch");

    private final String wireName;

    RecordMode(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
        return wireName;
    }
}
