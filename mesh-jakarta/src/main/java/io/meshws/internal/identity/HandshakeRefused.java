package io.meshws.internal.identity;

import io.meshws.protocol.CloseCode;
import java.util.Optional;
import java.util.regex.Pattern;

/** The application refuses a handshake, or there is no place for the client. */
public final class HandshakeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final int status;
    private final String reason;

    /** @param reason the setting of the limit that was reached, or the code of the application's error */
    HandshakeRefused(int status, String reason) {
        super("The handshake is answered with " + status + " (" + reason + ")", null, false, false);
        this.status = status;
        this.reason = reason;
    }

    /** The HTTP status for the client. */
    public int status() {
        return status;
    }

    /** Why, as a word for the client; empty if a header can't contain it. */
    public Optional<String> reason() {
        return WORD.matcher(reason).matches() ? Optional.of(reason) : Optional.empty();
    }

    /** For a client, if the container opens the connection nevertheless. */
    public CloseCode closeCode() {
        return status == 401 || status == 403 ? CloseCode.NOT_SIGNED_IN : CloseCode.TRY_LATER;
    }
}
