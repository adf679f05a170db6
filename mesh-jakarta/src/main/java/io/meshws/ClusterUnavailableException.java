package io.meshws;

import io.meshws.protocol.ErrorCode;

/**
 * Redis cannot be reached, or did not answer in time. A client whose command fails with it receives {@code EUNAVAILABLE}.
 * What was asked for has not happened, unless the message says that this is unknown.
 */
public class ClusterUnavailableException extends CommandException {
    private static final long serialVersionUID = 1L;

    /** The message is shown to clients: it names no hosts. */
    public ClusterUnavailableException(String message) {
        super(ErrorCode.EUNAVAILABLE, message);
    }

    public ClusterUnavailableException(String message, Throwable cause) {
        super(ErrorCode.EUNAVAILABLE, message, cause);
    }
}
