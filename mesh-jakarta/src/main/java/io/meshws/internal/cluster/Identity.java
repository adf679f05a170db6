package io.meshws.internal.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The names of one instance.
 *
 * @param instanceId of this instance alone
 * @param application for logs
 * @param prefix of all that is in the store; instances with the same one form a cluster
 */
public record Identity(String instanceId, String application, String prefix) {
    private static final String PREFIX = "mesh";
    private static final String SEPARATOR = ":";
    private static final String ALLOWED = "._-/";

    /**
     * A new instance.
     *
     * @param contextPath of its web application, if it is known already; empty text for the root
     * @param prefix by configuration; needed if the context path is not known
     */
    public static Identity of(Optional<String> contextPath, Optional<String> prefix) {
        return of(ConnectionId.newInstanceId(), contextPath, prefix);
    }

    static Identity of(String instanceId, Optional<String> contextPath, Optional<String> prefix) {
        return new Identity(
                instanceId,
                contextPath
                        .map(path -> path.isEmpty() ? "/" : path)
                        .orElseGet(() -> "with the prefix " + prefix.orElseThrow()),
                prefix.orElseGet(() -> prefix(contextPath.orElseThrow())));
    }

    /** Another one for each context path, without braces, which mean something in keys. */
    private static String prefix(String contextPath) {
        if (contextPath.isEmpty()) {
            return PREFIX;
        }
        StringBuilder text = new StringBuilder(PREFIX).append(SEPARATOR);
        for (byte unit : contextPath.substring(1).getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) unit;
            if (letter < 128 && (Character.isLetterOrDigit(letter) || ALLOWED.indexOf(letter) >= 0)) {
                text.append(letter);
            } else {
                text.append(String.format("%%%02X", unit));
            }
        }
        return text.toString();
    }
}
