package io.meshws.internal.cluster.redis;

import java.util.regex.Pattern;

/** Why something failed, in a few words for the log. */
final class Reason {
    private static final Pattern DUMP = Pattern.compile("( occurred)? after \\d+ of|\\.? channel: |,? command: |\\R");

    private Reason() {}

    /** The first words of the innermost failure; after them Redisson dumps the command and gives advice. */
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : ": " + DUMP.split(cause.getMessage(), 2)[0];
        return cause.getClass().getSimpleName() + message;
    }
}
