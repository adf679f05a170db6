package io.meshws.internal.endpoint;

import java.util.concurrent.atomic.AtomicBoolean;

/** Logs once that a server no longer has a member that mesh changes by reflection. Thread-safe. */
final class ServerChange {
    private static final System.Logger LOG = System.getLogger(ServerChange.class.getPackageName());

    private final String message;
    private final AtomicBoolean said = new AtomicBoolean();

    /** @param message with its id and the consequences */
    ServerChange(String message) {
        this.message = message;
    }

    void found(Exception reason) {
        if (said.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.INFO, message, reason);
        }
    }
}
