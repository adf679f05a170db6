package io.meshws.protocol;

/**
 * The close codes that the server and the Java client use. Codes below 4000 have the meaning that RFC 6455 gives them.
 * A test compares {@code docs/protocol.md} with this table.
 */
public enum CloseCode {
    NORMAL(1000, "closed", false),
    GOING_AWAY(1001, "server is going away", true),
    UNREADABLE(1007, "frame could not be read", true),
    TRICKLING(1008, "frame does not arrive in time", true),
    TOO_LARGE(1009, "frame exceeds the size limit", false),
    SERVER_ERROR(1011, "server could not serve the connection", true),
    TRY_LATER(1013, "server takes no more connections now", true),
    SLOW_CONSUMER(4001, "client does not read fast enough", true),
    NOT_RESPONDING(4002, "client did not answer pings", true),
    NOT_SIGNED_IN(4003, "client is not signed in", false),
    EXPIRED(4004, "sign-in has expired", true);

    private final int number;
    private final String reason;
    private final boolean reconnect;

    CloseCode(int number, String reason, boolean reconnect) {
        this.number = number;
        this.reason = reason;
        this.reconnect = reconnect;
    }

    public int number() {
        return number;
    }

    /** The reason phrase sent with the code. */
    public String reason() {
        return reason;
    }

    /** Whether a client should connect again by itself. */
    public boolean reconnect() {
        return reconnect;
    }

    /** Whether a client should stay away after a connection that ended with this number; false for an unknown one. */
    public static boolean isFinal(int number) {
        for (CloseCode code : values()) {
            if (code.number == number) {
                return !code.reconnect;
            }
        }
        return false;
    }
}
