package io.meshws.protocol.patch;

/** A patch is malformed or doesn't fit the document. The document stays unchanged. */
public final class PatchFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    PatchFailedException(String message) {
        super(message);
    }

    PatchFailedException(int operation, PatchFailedException cause) {
        super("Operation " + operation + " of the patch: " + cause.getMessage(), cause);
    }
}
