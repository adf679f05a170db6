package io.meshws.internal.identity;

import io.meshws.protocol.CloseCode;

/** The application refuses a handshake, or there is no place for the client. */
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

    /** For a client whose container opens the connection nevertheless. */
    public CloseCode closeCode() {
        return status == 401 || status == 403 ? CloseCode.NOT_SIGNED_IN : CloseCode.TRY_LATER;
    }
}
