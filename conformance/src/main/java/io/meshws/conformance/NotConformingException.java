package io.meshws.conformance;

/** The side that is tested did not do its part; the message says what it did. */
public final class NotConformingException extends Exception {
    private static final long serialVersionUID = 1;

    NotConformingException(String message) {
        super(message);
    }
}
