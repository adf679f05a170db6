package io.meshws.client.internal.link;

/** Texts for failures. */
final class Failures {
    private static final int MAX_CAUSES = 16;

    private Failures() {}

    /** The message of the innermost cause, or its class if it has none. */
    static String rootOf(Throwable error) {
        Throwable root = error;
        for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root.getMessage() != null ? root.getMessage() : root.getClass().getSimpleName();
    }
}
