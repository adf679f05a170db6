package io.meshws.client.internal.socket;

import java.io.IOException;

/** The server answered the handshake with something else than an upgrade. */
public final class HandshakeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HandshakeException(int status, String reason, Throwable cause) {
        super(("The server answered the handshake with " + status + " " + reason).strip(), cause);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
