package io.meshws.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of the load, after its handshake. */
final class Link {
    static final byte[] NOTHING = {};

    private static final byte[] GOODBYE = Frames.frame(Frames.CLOSE, new byte[] {3, (byte) 232});
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String HANDSHAKE =
            """
            GET %s HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: bWVzaCBiZW5jaCAwMDAwMA==\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    final SocketChannel channel;
    /** Whether it is connected to another instance than the sender. */
    final boolean remote;
    /** Prepared, if it sends any. */
    Template message;
    /** When it sent the last one. */
    long sentAt;
    /** The beginning of a frame that has not arrived as a whole. */
    byte[] rest = NOTHING;
    /** Whether it has the frame that the present step of the greeting waits for. */
    boolean greeted;

    private Link(SocketChannel channel, boolean remote) {
        this.channel = channel;
        this.remote = remote;
    }

    /** Connects, and blocks until the server has accepted the handshake. */
    static Link open(int port, String path, boolean remote) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            channel.socket().setSoTimeout(PATIENCE_MILLIS);
            channel.write(handshake(port, path));
            String answer = head(channel.socket().getInputStream());
            if (!answer.startsWith("HTTP/1.1 101 ")) {
                throw new IOException(
                        "The server answers " + answer.lines().findFirst().orElse("nothing"));
            }
            channel.configureBlocking(false);
            return new Link(channel, remote);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    static ByteBuffer handshake(int port, String path) {
        return ByteBuffer.wrap(HANDSHAKE.formatted(path, port).getBytes(StandardCharsets.US_ASCII));
    }

    /** Byte by byte, because frames may follow at once. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Ends a connection with a frame that says so, so that the server needs no exception for it. */
    static void close(SocketChannel channel) {
        try (channel) {
            channel.write(ByteBuffer.wrap(GOODBYE));
        } catch (IOException gone) {
            // Then it knows.
        }
    }

    /** Whether a server accepts handshakes there. */
    static boolean accepts(int port, String path) {
        try {
            close(open(port, path, false).channel);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
