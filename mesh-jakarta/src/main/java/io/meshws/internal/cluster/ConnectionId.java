package io.meshws.internal.cluster;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Connection ids are {@code <instance id>.<128 random bits>}: unguessable, and they identify the instance that owns the
 * connection without a look-up.
 */
public final class ConnectionId {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int INSTANCE_BYTES = 9;
    private static final int CONNECTION_BYTES = 16;

    private ConnectionId() {}

    public static String newInstanceId() {
        return random(INSTANCE_BYTES);
    }

    public static String next(String instanceId) {
        return instanceId + "." + random(CONNECTION_BYTES);
    }

    /** The instance that owns the connection; empty if the text isn't a connection id. */
    public static String ownerOf(String connectionId) {
        int dot = connectionId == null ? -1 : connectionId.indexOf('.');
        return dot < 0 ? "" : connectionId.substring(0, dot);
    }

    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
