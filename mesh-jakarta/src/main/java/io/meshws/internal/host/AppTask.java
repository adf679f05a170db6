package io.meshws.internal.host;

/**
 * Runs application code.
 *
 * @param name the stage that the code follows, for the log
 */
record AppTask(String name, Runnable task) implements Runnable {
    @Override
    public void run() {
        task.run();
    }
}
