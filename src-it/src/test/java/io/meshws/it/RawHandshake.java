package io.meshws.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A WebSocket handshake under full control of the test, for cases that clients would correct, refuse or hide. For use
 * by one thread.
 */
final class RawHandshake implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final List<String> head = new ArrayList<>();

    private RawHandshake(URI server, String method, String target, byte[] more, String... headers) {
        try {
            socket = new Socket("127.0.0.1", server.getPort());
            socket.setSoTimeout((int) WireClient.SOON.toMillis());
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
            if (Stream.of(headers).noneMatch(header -> header.startsWith("Host:"))) {
                request.append("Host: 127.0.0.1:").append(server.getPort()).append("\r\n");
            }
            request.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
            request.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            all.write(more);
            out.write(all.toByteArray());
            out.flush();
            for (String line = line(); !line.isEmpty(); line = line()) {
                head.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the server for this target, which begins with the path, and waits for the head of its answer. */
    static RawHandshake with(URI server, String target, String... headers) {
        return new RawHandshake(server, "GET", target, new byte[0], headers);
    }

    /** Like {@link #with}, by another method than GET. */
    static RawHandshake by(String method, URI server, String target) {
        return new RawHandshake(server, method, target, new byte[0]);
    }

    /**
     * Like {@link #with}, with a text frame in the same packet, which a client never sends that waits for the answer.
     */
    static RawHandshake withFrame(URI server, String target, String text) {
        return new RawHandshake(server, "GET", target, frame(text));
    }

    /** The HTTP status; 0 if the server closed without an answer. */
    int status() {
        return head.isEmpty() ? 0 : Integer.parseInt(head.get(0).split(" ")[1]);
    }

    /** The values of one of the answer's headers. */
    List<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** Masked with zeroes. */
    private static byte[] frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + bytes.length];
        frame[0] = (byte) (FINAL | TEXT);
        frame[1] = (byte) (MASKED | bytes.length);
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        return frame;
    }

    /** Sends a text of less than 126 bytes. */
    void send(String text) {
        try {
            out.write(frame(text));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next text frame that isn't a liveness check; fails if none comes soon, or the connection ends. */
    String text() {
        String text = anyText();
        while (WireClient.isLiveness(text)) {
            text = anyText();
        }
        return text;
    }

    private String anyText() {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
            in.readFully(payload);
            if (first != (FINAL | TEXT)) {
                throw new AssertionError("Frame begins with " + Integer.toHexString(first));
            }
            return new String(payload, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns when the server has ended the connection, with or without a close frame; fails if it doesn't do so soon.
     */
    void awaitEnd() {
        try {
            int first = in.read();
            if (first != -1 && first != (FINAL | CLOSE)) {
                throw new AssertionError("Frame begins with " + Integer.toHexString(first));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != -1 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
