package io.meshws;

import io.meshws.protocol.ErrorCode;

/**
 * A name can't be used: it is empty, longer than 256 characters, or contains control characters or unpaired surrogates.
 * The message may be shown to clients.
 */
public class InvalidNameException extends CommandException {
    private static final long serialVersionUID = 1L;

    /** The maximum length of a name, in characters. */
    public static final int MAX_LENGTH = 256;

    public InvalidNameException(String message) {
        super(ErrorCode.ENAME, message);
    }

    /**
     * Returns the name if it can be used.
     *
     * @param what the kind of name, for the message, such as {@code room name}
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
        // UTF-8 can't express unpaired surrogates, so a store, or a system that a guard asks, could mistake two such
        // names for the same one.
        if (name.codePoints().anyMatch(InvalidNameException::isSurrogate)) {
            throw new InvalidNameException("A " + what + " must not contain unpaired surrogates");
        }
        return name;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
