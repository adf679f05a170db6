package io.meshws.client;

import io.meshws.testing.Eventually;
import java.util.List;

/** The threads that clients share. */
final class Threads {
    private Threads() {}

    static List<Thread> ofClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mesh-client-"))
                .toList();
    }

    /** To be called when all clients of the JVM are closed. */
    static void assertNoneLeft() {
        Eventually.holds("no thread left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches("(mesh-client-|.*tyrus).*")));
    }
}
