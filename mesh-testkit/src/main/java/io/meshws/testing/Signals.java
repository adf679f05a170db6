package io.meshws.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Freezes and unfreezes a process. Needs {@code kill}, so it works on any system except Windows. */
public final class Signals {
    private Signals() {}

    /** From now on the process does nothing; its connections stay open, and its peers only notice by waiting. */
    public static void freeze(Process process) {
        send(process, "STOP");
    }

    public static void unfreeze(Process process) {
        send(process, "CONT");
    }

    private static void send(Process process, String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + signal + " " + process.pid() + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
