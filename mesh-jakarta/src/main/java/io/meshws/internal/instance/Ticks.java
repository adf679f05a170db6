package io.meshws.internal.instance;

/** Runs the work that is due once a second. */
final class Ticks {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private Ticks() {}

    /** Runs each part, even if others fail. Never throws. */
    static void run(Runnable... parts) {
        for (Runnable part : parts) {
            try {
                part.run();
            } catch (Throwable e) {
                // Errors too: a server stops a timer that throws.
                LOG.log(System.Logger.Level.ERROR, "MESH-0002 A tick failed; the next one runs as usual", e);
            }
        }
    }
}
