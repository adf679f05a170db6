package io.meshws.client;

import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;

/**
 * A request that did not succeed: refused or failed by the server, or not answered. Thrown by a handler of the server's
 * requests, it travels to the server with its code, name and message.
 */
public class MeshClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String name;
    private final String reference;

    /** An error with one of the codes of mesh. */
    public MeshClientException(ErrorCode code, String message) {
        this(code.body(message), null);
    }

    /** An error with a code of the application's own, which must not be null. */
    public MeshClientException(String code, String name, String message) {
        this(new ErrorBody(message, code, name, null), null);
    }

    MeshClientException(ErrorBody error, Throwable cause) {
        super(error.message(), cause);
        this.code = error.code();
        this.name = error.name();
        this.reference = error.ref();
    }

    /**
     * For programs: the server's code, or {@code ETIMEOUT} where no reply came in time, {@code EGONE} where there is no
     * connection or it closed before the reply, {@code EPAYLOAD} where a value does not have the expected form, {@code
     * EBUSY} where more waits to be sent than the client holds.
     */
    public String code() {
        return code;
    }

    /** The kind of error, for example {@code CommandError}. */
    public String name() {
        return name;
    }

    /** The reference under which the server logged the details, or null. */
    public String reference() {
        return reference;
    }

    ErrorBody body() {
        return new ErrorBody(String.valueOf(getMessage()), code, name, null);
    }
}
