package io.meshws.client;

import io.meshws.client.internal.socket.HandshakeException;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A request that did not succeed: refused or failed by the server, or not answered. Thrown by a handler of the server's
 * requests, it travels to the server with its code, name and message.
 */
public class MeshClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 16;

    private final String code;
    private final String name;
    private final String reference;
    private final Long version;
    private final Long retryAfter;

    /** An error with one of the codes of mesh. */
    public MeshClientException(ErrorCode code, String message) {
        this(code.body(message), null);
    }

    /** An error with a code of the application's own, which must not be null. */
    public MeshClientException(String code, String name, String message) {
        this(new ErrorBody(message, code, name, null), null);
    }

    private MeshClientException(ErrorBody error, Throwable cause) {
        super(error.message(), cause);
        this.code = error.code();
        this.name = error.name();
        this.reference = error.ref();
        this.version = error.version();
        this.retryAfter = error.retryAfter();
    }

    /** The error that a server sent, or that has the same form. The cause may be null. */
    public static MeshClientException of(ErrorBody error, Throwable cause) {
        return new MeshClientException(error, cause);
    }

    /**
     * For programs: the server's code, or one of the client's own:
     *
     * <ul>
     *   <li>{@code EGONE}: there is no connection, and the request was not sent; or connecting failed;
     *   <li>{@code EUNKNOWN}: the connection was lost, or the client closed, before the reply came, so the request may have
     *       taken effect;
     *   <li>{@code ETIMEOUT}: no reply came in time;
     *   <li>{@code EBUSY}: more waits to be sent than the client holds;
     *   <li>{@code EPAYLOAD}: a value does not have the expected form;
     *   <li>{@code EFORBIDDEN}: the server does not let this client follow the thing that it asked for;
     *   <li>{@code ETOODEEP}, {@code ENUMBER}: the reply breaks the limits of the client.
     * </ul>
     */
    public String code() {
        return code;
    }

    public boolean is(ErrorCode expected) {
        return expected.name().equals(code);
    }

    /** The kind of error, for example {@code CommandError}. */
    public String name() {
        return name;
    }

    /** The reference under which the server logged the details, or null. */
    public String reference() {
        return reference;
    }

    /** The version that the record has, if a write failed with {@code ECONFLICT}. */
    public OptionalLong version() {
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    /** How long to wait before trying again, if the server said so with {@code ERATE}. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter).map(Duration::ofMillis);
    }

    /** The HTTP status with which the server refused the handshake, if it did. */
    public OptionalInt httpStatus() {
        Throwable cause = this;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof HandshakeException refused && refused.status() > 0) {
                return OptionalInt.of(refused.status());
            }
        }
        return OptionalInt.empty();
    }

    /** The same error with the stack of the caller, and this one as its cause. */
    public MeshClientException here() {
        return new MeshClientException(new ErrorBody(getMessage(), code, name, reference, version, retryAfter), this);
    }

    /** The error as it travels, without the members that belong to this side only. */
    public ErrorBody body() {
        return new ErrorBody(String.valueOf(getMessage()), code, name, null, version, retryAfter);
    }
}
