package io.meshws.protocol.patch;

import java.util.ArrayList;
import java.util.List;

/** A JSON pointer (RFC 6901) as the names and indices that it leads through; empty at the root. */
public record JsonPath(String text, List<String> tokens) {

    public static final JsonPath ROOT = new JsonPath("", List.of());

    /** @throws PatchFailedException if the text is not a pointer */
    public static JsonPath parse(String text) throws PatchFailedException {
        List<String> tokens = new ArrayList<>();
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new PatchFailedException("not a JSON pointer: " + text);
        }
        for (int start = 1; start <= text.length(); ) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            tokens.add(unescape(text, start, end));
            start = end + 1;
        }
        return new JsonPath(text, tokens);
    }

    private static String unescape(String text, int start, int end) throws PatchFailedException {
        String raw = text.substring(start, end);
        for (int tilde = raw.indexOf('~'); tilde >= 0; tilde = raw.indexOf('~', tilde + 1)) {
            if (!raw.startsWith("~0", tilde) && !raw.startsWith("~1", tilde)) {
                throw new PatchFailedException("not a JSON pointer: " + text);
            }
        }
        return raw.replace("~1", "/").replace("~0", "~");
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    public boolean isRoot() {
        return tokens.isEmpty();
    }

    String last() {
        return tokens.get(tokens.size() - 1);
    }

    /** The text of the pointer to the container that this one leads through after so many tokens. */
    public String upTo(int depth) {
        StringBuilder result = new StringBuilder();
        tokens.subList(0, depth).forEach(token -> result.append('/').append(escape(token)));
        return result.toString();
    }

    boolean isAbove(JsonPath other) {
        return tokens.size() < other.tokens.size()
                && other.tokens.subList(0, tokens.size()).equals(tokens);
    }

    /** The token as an array index: digits only, no leading zeros. -1 if it isn't one. */
    public static int index(String token) {
        boolean digits = !token.isEmpty() && token.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || token.length() > 9 || (token.length() > 1 && token.charAt(0) == '0')) {
            return -1;
        }
        return Integer.parseInt(token);
    }
}
