package io.meshws;

import io.meshws.protocol.ErrorCode;

/**
 * Redis can't be reached, or didn't answer in time. A client whose command fails with this exception receives {@code
 * EUNAVAILABLE}. The operation has not taken effect, unless the message says that this is unknown.
 */
public class ClusterUnavailableException extends CommandException {
    private static final long serialVersionUID = 1L;

    /** Clients see the message, so it must not name hosts. */
    public ClusterUnavailableException(String message) {
        super(ErrorCode.EUNAVAILABLE, message);
    }

    public ClusterUnavailableException(String message, Throwable cause) {
        super(ErrorCode.EUNAVAILABLE, message, cause);
    }
}
