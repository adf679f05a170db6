package io.meshws.conformance;

/** The side that is tested did not do its part; the message describes its behaviour. */
public final class NotConformingException extends Exception {
    private static final long serialVersionUID = 1;

    NotConformingException(String message) {
        super(message);
    }
}
