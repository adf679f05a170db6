package io.meshws.internal.command;

/** The name of a command, or a prefix of names followed by {@code *}. */
public record CommandPattern(String text) {
    private static final String ANY = "*";

    public boolean isPrefix() {
        return text.endsWith(ANY);
    }

    public boolean matches(String command) {
        return isPrefix() ? command.startsWith(text.substring(0, text.length() - ANY.length())) : command.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
