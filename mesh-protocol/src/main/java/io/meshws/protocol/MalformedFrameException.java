package io.meshws.protocol;

/**
 * A text frame doesn't have the protocol's form. The exception carries the readable parts of the frame, to tell the
 * sender which of its requests failed. The message may be shown to the sender.
 */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String idText;
    private final String command;

    MalformedFrameException(ErrorCode code, String message, String idText, String command) {
        super(message, null, false, false);
        this.code = code;
        this.idText = idText;
        this.command = command;
    }

    public ErrorCode code() {
        return code;
    }

    /** The JSON text of the frame's id if that was a string or a number, else null. */
    public String idText() {
        return idText;
    }

    /** The frame's command if that was a string, else null. */
    public String command() {
        return command;
    }
}
