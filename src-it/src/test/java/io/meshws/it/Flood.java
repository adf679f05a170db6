package io.meshws.it;

import io.meshws.it.RawClients.Client;
import java.io.IOException;
import java.net.URI;

/** What hostile clients do, each in each of its turns, as far as the server takes it. They come back when they are closed. */
enum Flood implements RawClients.Habit {
    /** They are told 8 KB 25 times a second, and read nothing. */
    SLOW_READERS {
        @Override
        public void opened(Client client) throws IOException {
            client.send(RawFrame.of(RawFrame.WHOLE_TEXT, "{\"id\":1,\"command\":\"join\",\"payload\":\"deaf\"}"));
        }

        @Override
        public boolean reads() {
            return false;
        }

        @Override
        public void turn(Client client, int turn) throws IOException {
            if (client.number == 0 && client.isUpgraded() && turn % 2 == 0) {
                client.send(RawFrame.of(
                        RawFrame.WHOLE_TEXT,
                        "{\"command\":\"tell\",\"payload\":{\"room\":\"deaf\",\"text\":\"" + KILOBYTES_8 + "\"}}"));
            }
        }
    },

    /** They ask for 32 KB fifty times a second, and read nothing. */
    LARGE_REPLIES {
        @Override
        public boolean reads() {
            return false;
        }

        @Override
        public void turn(Client client, int turn) throws IOException {
            if (client.isUpgraded()) {
                client.send(ECHO_OF_32_KB);
            }
        }
    },

    PINGS {
        @Override
        public void turn(Client client, int turn) throws IOException {
            if (client.isUpgraded()) {
                client.send(RawFrame.of(RawFrame.PING, "x"));
            }
        }
    },

    TINY_FRAMES {
        @Override
        public void turn(Client client, int turn) throws IOException {
            if (client.isUpgraded()) {
                client.send(RawFrame.of(RawFrame.WHOLE_TEXT, "{}"));
            }
        }
    },

    /** A frame of one byte after the other that never ends. */
    FRAGMENTS {
        @Override
        public void opened(Client client) throws IOException {
            client.send(RawFrame.of(RawFrame.FIRST_OF_TEXT, "{"));
        }

        @Override
        public void turn(Client client, int turn) throws IOException {
            if (client.isUpgraded()) {
                client.send(RawFrame.of(RawFrame.CONTINUATION, " "));
            }
        }
    },

    /** A handshake of one byte a second that never ends. */
    SLOW_HANDSHAKES {
        @Override
        public String greeting(URI uri) {
            return "GET " + uri.getPath() + " HTTP/1.1\r\nX: ";
        }

        @Override
        public void turn(Client client, int turn) throws IOException {
            if (turn % 50 == 0) {
                client.send(new byte[] {'x'});
            }
        }
    },

    /** They leave as soon as they are let in, without a word, and come again. */
    RECONNECTING {
        @Override
        public void opened(Client client) throws IOException {
            client.end();
        }
    };

    private static final String KILOBYTES_8 = "x".repeat(8 << 10);
    private static final byte[] ECHO_OF_32_KB = RawFrame.of(
            RawFrame.WHOLE_TEXT, "{\"id\":1,\"command\":\"echo\",\"payload\":\"" + "x".repeat(32 << 10) + "\"}");
}
