package io.meshws;

import io.meshws.protocol.ErrorCode;

/**
 * A name that cannot be used: empty, longer than 256 characters, with control characters, or with unpaired surrogates. Its
 * text is fit for clients.
 */
public class InvalidNameException extends CommandException {
    private static final long serialVersionUID = 1L;

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 256;

    public InvalidNameException(String message) {
        super(ErrorCode.ENAME, message);
    }

    /**
     * Returns the name, if it can be used.
     *
     * @param what the thing that is named, for the message, such as {@code room name}
     */
    public static String check(String what, String name) {
        if (name == null) {
            throw new InvalidNameException("A " + what + " must not be null");
        }
        if (name.isEmpty()) {
            throw new InvalidNameException("A " + what + " must not be empty");
        }
        if (name.length() > MAX_LENGTH) {
            throw new InvalidNameException("A " + what + " must not be longer than " + MAX_LENGTH + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidNameException("A " + what + " must not contain control characters");
        }
        // No UTF-8 has these, so two such names could be one to a store, or to whoever else a guard asks.
        if (name.codePoints().anyMatch(InvalidNameException::isSurrogate)) {
            throw new InvalidNameException("A " + what + " must not contain unpaired surrogates");
        }
        return name;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
