package io.meshws.protocol;

/** Text from outside that is not JSON or breaks a limit. The message is fit for the one who sent it. */
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
