package io.meshws.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * The number of a request that may come again, on this connection or another one: the server runs it once, and answers it
 * again from memory.
 *
 * @param client the client that numbers its requests: a random text that others can't guess
 * @param number 1 for the first, one more for each that follows
 * @param answered all up to this one are answered, and will not come again
 */
public record Once(String client, long number, long answered) {
    /** The longest name of a client. */
    static final int MAX_CLIENT_LENGTH = 64;
    /** The highest number to which JavaScript and Lua can count. */
    private static final long MAX_NUMBER = 1L << 53;

    /** The form in which it travels. */
    public String toJson() {
        return "{\"client\":" + Json.quote(client) + ",\"number\":" + number + ",\"answered\":" + answered + "}";
    }

    /** Empty if it is of another form. */
    static Optional<Once> of(JsonValue value) {
        if (value instanceof JsonObject object
                && object.get("client") instanceof JsonString client
                && object.get("number") instanceof JsonNumber number
                && object.get("answered") instanceof JsonNumber answered) {
            Once once = new Once(client.getString(), whole(number), whole(answered));
            return once.isValid() ? Optional.of(once) : Optional.empty();
        }
        return Optional.empty();
    }

    private static long whole(JsonNumber number) {
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) <= MAX_NUMBER ? (long) value : -1;
    }

    private boolean isValid() {
        return !client.isEmpty() && client.length() <= MAX_CLIENT_LENGTH && answered >= 0 && number > answered;
    }
}
