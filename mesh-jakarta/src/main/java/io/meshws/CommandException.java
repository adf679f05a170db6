package io.meshws;

import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import java.util.Objects;

/**
 * An error that is meant for the client: its message, code and name are sent in the reply. If a handler throws anything
 * else, the client gets a neutral message with a reference to the log.
 */
public class CommandException extends MeshException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String name;

    /** With the code {@code ESERVER} and the name {@code Error}. */
    public CommandException(String message) {
        this(ErrorCode.ESERVER.name(), ErrorCode.ESERVER.errorName(), message);
    }

    /**
     * With a code of {@link ErrorCode}, which also determines the name, or with the application's own code and the name
     * {@code Error}.
     */
    public CommandException(String code, String message) {
        this(code, nameOf(code), message);
    }

    public CommandException(String code, String name, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
        this.name = name;
    }

    public CommandException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public CommandException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code.name();
        this.name = code.errorName();
    }

    public String code() {
        return code;
    }

    public String name() {
        return name;
    }

    public ErrorBody body() {
        return new ErrorBody(getMessage(), code, name, null);
    }

    private static String nameOf(String code) {
        for (ErrorCode known : ErrorCode.values()) {
            if (known.name().equals(code)) {
                return known.errorName();
            }
        }
        return ErrorCode.ESERVER.errorName();
    }
}
