package io.meshws.internal.identity;

/** The application refuses a handshake. */
public final class HandshakeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HandshakeRefused(int status) {
        super("The handshake is answered with " + status, null, false, false);
        this.status = status;
    }

    /** The HTTP status for the client. */
    public int status() {
        return status;
    }
}
