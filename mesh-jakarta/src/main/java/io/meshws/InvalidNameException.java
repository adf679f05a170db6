package io.meshws;

import io.meshws.protocol.ErrorCode;

/** A name that cannot be used: empty, too long, or with control characters. Its text is fit for clients. */
public class InvalidNameException extends CommandException {
    private static final long serialVersionUID = 1L;

    public InvalidNameException(String message) {
        super(ErrorCode.ENAME, message);
    }
}
