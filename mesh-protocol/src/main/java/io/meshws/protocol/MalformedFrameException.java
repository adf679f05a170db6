package io.meshws.protocol;

/**
 * A text frame that is not of the protocol's form. It carries what could be made out of the frame, so that the sender
 * can be told which of its requests went wrong. The message is fit for the sender.
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

    /** The JSON text of the frame's id where it was a string or a number, else null. */
    public String idText() {
        return idText;
    }

    /** The frame's command where it was a string, else null. */
    public String command() {
        return command;
    }
}
