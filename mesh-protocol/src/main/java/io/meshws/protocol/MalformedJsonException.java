package io.meshws.protocol;

/** Text from outside isn't JSON, or breaks a limit. The message may be shown to the sender. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    MalformedJsonException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
