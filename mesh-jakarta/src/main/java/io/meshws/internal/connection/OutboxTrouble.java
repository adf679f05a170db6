package io.meshws.internal.connection;

import io.meshws.MeshProperty;

/** Told once, on any thread, why nothing more can be sent to a client. */
interface OutboxTrouble {
    /** The client doesn't keep up. */
    void overflowed(MeshProperty<?> limit, String why);

    /** The container failed to send. */
    void broken(Throwable failure);
}
