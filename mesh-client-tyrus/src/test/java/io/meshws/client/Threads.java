package io.meshws.client;

import java.util.List;

/** The threads that clients share. */
final class Threads {
    private Threads() {}

    static List<Thread> ofClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mesh-client-"))
                .toList();
    }

    /**
     * To be called when all clients of the JVM are closed. The few network threads, which all clients share, may stay: Tyrus
     * counts a connection that was refused as one that is open.
     */
    static void assertNoneLeft() {
        Eventually.holds("no thread left", () -> ofClients().stream()
                .allMatch(thread -> thread.getName().startsWith("mesh-client-io-")));
    }
}
