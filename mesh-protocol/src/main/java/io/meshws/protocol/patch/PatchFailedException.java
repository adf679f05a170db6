package io.meshws.protocol.patch;

/** A patch that is malformed or does not fit the document. The document is as it was. */
public final class PatchFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    PatchFailedException(String message) {
        super(message);
    }

    PatchFailedException(int operation, PatchFailedException cause) {
        super("Operation " + operation + " of the patch: " + cause.getMessage(), cause);
    }
}
