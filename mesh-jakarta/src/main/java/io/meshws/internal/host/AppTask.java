package io.meshws.internal.host;

/**
 * Runs code of the application.
 *
 * @param name of what it follows, for the log
 */
record AppTask(String name, Runnable task) implements Runnable {
    @Override
    public void run() {
        task.run();
    }
}
