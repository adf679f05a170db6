package io.meshws.client;

import java.time.Duration;

/** Settings for tests. */
final class Fast {
    /** Comes back within milliseconds. */
    static final ReconnectPolicy POLICY =
            ReconnectPolicy.DEFAULT.first(Duration.ofMillis(5)).ceiling(Duration.ofMillis(50));

    private Fast() {}

    static void reconnect(MeshClientBuilder builder) {
        builder.reconnect(POLICY);
    }
}
