package io.meshws.protocol;

import java.util.function.Consumer;

/**
 * Identifies the frame in a text that a parser can't read because it isn't JSON, or must not see because it breaks a
 * limit. A request that waits for the reply can then fail with a reason.
 *
 * @param id the JSON text of the id; null if none was found
 * @param command the command; null if none was found, or if its name needs escapes
 */
public record FrameHead(String id, String command) {
    /** Looks at the members of the outermost object only, in one pass. Never throws, and never guesses. */
    public static FrameHead scan(String text) {
        Scanner scanner = new Scanner(text);
        scanner.run();
        return new FrameHead(scanner.id, scanner.command);
    }

    /** The id as a request of this client has it; null if it isn't one. */
    public Long clientId() {
        try {
            return id == null ? null : Long.valueOf(id);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The id as a request of the server has it; null if it isn't one. */
    public String serverId() {
        boolean isServers = id != null && id.startsWith('"' + Frame.SERVER_ID) && id.indexOf('\\') < 0;
        return isServers ? id.substring(1, id.length() - 1) : null;
    }

    private static final class Scanner {
        private static final int MAX_LITERAL = 2 * FrameReader.MAX_COMMAND_LENGTH;

        private final String text;
        private int at;
        private String id;
        private String command;

        Scanner(String text) {
            this.text = text;
        }

        void run() {
            if (!take('{')) {
                return;
            }
            do {
                int nameAt = skipSpace();
                if (!skipString()) {
                    return;
                }
                String name = text.substring(nameAt + 1, at - 1);
                if (!take(':') || !value(name)) {
                    return;
                }
            } while (take(','));
        }

        private boolean value(String name) {
            return switch (name) {
                case "id" -> scalar(value -> id = value);
                case "command" ->
                    scalar(value -> command = isPlain(value) ? value.substring(1, value.length() - 1) : null);
                default -> skipValue();
            };
        }

        private static boolean isPlain(String literal) {
            return literal != null && literal.startsWith("\"") && literal.indexOf('\\') < 0;
        }

        /** Passes on the literal at this position; null if it's an object or array, or too long to matter. */
        private boolean scalar(Consumer<String> member) {
            int start = skipSpace();
            boolean isNested = start < text.length() && (text.charAt(start) == '{' || text.charAt(start) == '[');
            boolean complete = skipValue();
            member.accept(complete && !isNested && at - start <= MAX_LITERAL ? text.substring(start, at) : null);
            return complete;
        }

        private boolean skipValue() {
            skipSpace();
            int depth = 0;
            do {
                if (at >= text.length()) {
                    return false;
                }
                char c = text.charAt(at);
                if (c == '"') {
                    if (!skipString()) {
                        return false;
                    }
                } else if (c == '{' || c == '[') {
                    depth++;
                    at++;
                } else if (c == '}' || c == ']') {
                    depth--;
                    at++;
                } else if (depth > 0) {
                    at++;
                } else if (!skipLiteral()) {
                    return false;
                }
            } while (depth > 0);
            return depth == 0;
        }

        private boolean skipLiteral() {
            int start = at;
            while (at < text.length() && " \t\r\n,}]".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return at > start;
        }

        private boolean skipString() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return false;
            }
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    at++;
                    return true;
                }
            }
            return false;
        }

        private boolean take(char expected) {
            if (skipSpace() < text.length() && text.charAt(at) == expected) {
                at++;
                return true;
            }
            return false;
        }

        private int skipSpace() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at;
        }
    }
}
