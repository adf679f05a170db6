package io.meshws;

/** The rules for names that become part of Redis keys. */
final class Names {
    private static final int MAX_LENGTH = 256;

    private Names() {}

    static String room(String name) {
        return check("room name", name);
    }

    private static String check(String what, String name) {
        if (name == null || name.isEmpty()) {
            throw new InvalidNameException("A " + what + " must not be empty");
        }
        if (name.length() > MAX_LENGTH) {
            throw new InvalidNameException("A " + what + " must not be longer than " + MAX_LENGTH + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidNameException("A " + what + " must not contain control characters");
        }
        return name;
    }
}
