package io.meshws.client;

import java.io.IOException;

/** Blocking I/O beside the test. */
final class Aside {
    private Aside() {}

    interface Step {
        void run() throws IOException;
    }

    /** Ends when one side does. */
    static void run(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException e) {
                // One side ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
