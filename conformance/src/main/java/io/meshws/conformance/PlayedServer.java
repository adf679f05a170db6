package io.meshws.conformance;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The server that clients under test connect to, on a free port. */
final class PlayedServer implements AutoCloseable {
    /** One client's connection, and its frames. */
    static final class Peer {
        private final ServerConnection connection;
        /** The last one is empty. */
        private final BlockingQueue<Optional<String>> frames = new LinkedBlockingQueue<>();

        private Peer(ServerConnection connection) {
            this.connection = connection;
        }

        void send(String text) throws NotConformingException {
            try {
                connection.text(text);
            } catch (IOException e) {
                throw new NotConformingException("the client ended the connection: " + e.getMessage());
            }
        }

        /** The next frame; null if none came in time, or the client ended the connection. */
        String next(Duration patience) throws InterruptedException {
            Optional<String> frame = frames.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                return null;
            }
            if (frame.isEmpty()) {
                frames.add(frame);
            }
            return frame.orElse(null);
        }
    }

    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final ServerPort port = new ServerPort(Reading::new);

    URI uri() {
        return port.uri();
    }

    /** The client that connected since; null if none did in time. */
    Peer next(Duration patience) throws InterruptedException {
        return opened.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        port.close();
    }

    private final class Reading implements ServerConnection.Listener {
        private Peer peer;

        @Override
        public boolean accepts(String target) {
            return true;
        }

        @Override
        public void opened(ServerConnection connection) {
            peer = new Peer(connection);
            opened.add(peer);
        }

        @Override
        public void text(ServerConnection connection, String text) {
            peer.frames.add(Optional.of(text));
        }

        @Override
        public void ended(int code) {
            peer.frames.add(Optional.empty());
        }
    }
}
