package io.meshws.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port that was free a moment ago. */
public final class FreePort {
    /**
     * Below those that systems give to outgoing connections, one of which could have the port before the server that it's meant
     * for listens.
     */
    private static final int FIRST = 11_000;

    private static final int LAST = 21_999;

    private FreePort() {}

    public static int find() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
        } while (!isFree(port));
        return port;
    }

    /** A port so that the one that lies so much higher is free too. */
    static int findWith(int distance) {
        int port = find();
        while (!isFree(port + distance)) {
            port = find();
        }
        return port;
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
