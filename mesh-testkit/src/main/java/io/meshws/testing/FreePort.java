package io.meshws.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A port that was free a moment ago. Nobody else in this JVM is given it, as it may take a server a while to listen. */
public final class FreePort {
    /**
     * Below those that systems give to outgoing connections, one of which could have the port before the server that it's meant
     * for listens.
     */
    private static final int FIRST = 11_000;

    private static final int LAST = 21_999;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    public static int find() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
        } while (!take(port));
        return port;
    }

    /** A port so that the one that lies so much higher is free too. */
    static int findWith(int distance) {
        int port = find();
        while (!take(port + distance)) {
            port = find();
        }
        return port;
    }

    private static boolean take(int port) {
        return isFree(port) && GIVEN.add(port);
    }

    private static boolean isFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
