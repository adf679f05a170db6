package io.meshws.protocol.binding;

/** A JSON value doesn't fit its Java type. The message names the place and the expected value. */
public final class BindingException extends Exception {
    private static final long serialVersionUID = 1L;

    BindingException(String message) {
        super(message, null, false, false);
    }

    /** The value at a place isn't the expected one. */
    public static BindingException at(String path, String expected, String found) {
        return new BindingException(path + ": expected " + expected + ", found " + found);
    }

    static BindingException misfit(String path) {
        return new BindingException(path + ": the value does not have the expected form");
    }
}
