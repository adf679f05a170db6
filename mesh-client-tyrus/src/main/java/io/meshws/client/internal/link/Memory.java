package io.meshws.client.internal.link;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;

/**
 * A server's memory of its answers to requests that may come again.
 *
 * @param seconds for how long; 0 if it does not
 * @param name of a memory that no other server shares; null if others may
 */
record Memory(long seconds, String name) {
    static final Memory NONE = new Memory(0, null);

    /** @param greeting the first frame of a connection */
    static Memory of(JsonObject greeting) {
        if (!(greeting.get("once") instanceof JsonNumber seconds)) {
            return NONE;
        }
        String name = greeting.get("memory") instanceof JsonString text ? text.getString() : null;
        return new Memory(Math.max(0, seconds.longValue()), name);
    }

    boolean remembers() {
        return seconds > 0;
    }
}
