package io.meshws.internal.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The names of one instance.
 *
 * @param instanceId unique to this instance
 * @param application for logs
 * @param prefix of everything in the store; instances with the same prefix form a cluster
 */
public record InstanceNames(String instanceId, String application, String prefix) {
    private static final String PREFIX = "mesh";
    private static final String SEPARATOR = ":";
    private static final String ALLOWED = "._-/";

    /**
     * Creates the names of a new instance.
     *
     * @param contextPath the web application's context path, if it's already known; empty text for the root
     * @param prefix the configured prefix; required if the context path isn't known
     */
    public static InstanceNames of(Optional<String> contextPath, Optional<String> prefix) {
        return of(ConnectionId.newInstanceId(), contextPath, prefix);
    }

    static InstanceNames of(String instanceId, Optional<String> contextPath, Optional<String> prefix) {
        return new InstanceNames(
                instanceId,
                contextPath
                        .map(path -> path.isEmpty() ? "/" : path)
                        .orElseGet(() -> "with the prefix " + prefix.orElseThrow()),
                prefix.orElseGet(() -> prefix(contextPath.orElseThrow())));
    }

    /** Each context path gets a different prefix, without braces, which have a meaning in keys. */
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
