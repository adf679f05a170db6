package io.meshws.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The server's half of one WebSocket: blocking, and strict about the client's duties. Sending is thread-safe. */
public final class ServerConnection {
    /** Told of the frames and of the end, on the thread that reads. */
    public interface Listener {
        /** False to refuse the handshake. */
        boolean accepts(String target);

        void opened(ServerConnection connection);

        void text(ServerConnection connection, String text);

        default void binary(ServerConnection connection, byte[] bytes) {
            throw new IllegalStateException("Bytes were not expected");
        }

        /** @param code 1006 if the client ended it without a close frame */
        void ended(int code);
    }

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private boolean closing;

    ServerConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Reads until the end. */
    void run(Listener listener) {
        int code = 1006;
        boolean opened = false;
        try (socket) {
            String[] request = line().split(" ");
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
            if (!listener.accepts(request[1])) {
                write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            upgrade();
            opened = true;
            listener.opened(this);
            code = read(listener);
        } catch (IOException e) {
            // The client ended it.
        } finally {
            if (opened) {
                listener.ended(code);
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private void upgrade() throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((headers.get("Sec-WebSocket-Key") + GUID).getBytes(StandardCharsets.US_ASCII));
            write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the client's close code. */
    private int read(Listener listener) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean binary = false;
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            switch (first & 0x0f) {
                case 0, 1, 2 -> {
                    message.writeBytes(payload);
                    binary = (first & 0x0f) == 0 ? binary : (first & 0x0f) == 2;
                    if ((first & 0x80) != 0) {
                        finished(listener, message, binary);
                        message.reset();
                    }
                }
                case 8 -> {
                    int code =
                            payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
                    close(code, "");
                    return code;
                }
                case 10 -> {
                    // A pong: nobody asked.
                }
                default -> throw new IllegalStateException("A client sends no frame " + first);
            }
        }
    }

    private void finished(Listener listener, ByteArrayOutputStream message, boolean binary) {
        if (binary) {
            listener.binary(this, message.toByteArray());
        } else {
            listener.text(this, message.toString(StandardCharsets.UTF_8));
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        if ((second & 0x80) == 0) {
            throw new IllegalStateException("The client must mask its frames");
        }
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] key = in.readNBytes(4);
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException();
        }
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return payload;
    }

    public void text(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    public void binary(byte[] bytes) throws IOException {
        frame(0x82, bytes);
    }

    /** Sends a close frame, once. */
    public void close(int code, String reason) throws IOException {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        frame(
                0x88,
                code == 1005
                        ? new byte[0]
                        : ByteBuffer.allocate(2 + text.length)
                                .putShort((short) code)
                                .put(text)
                                .array());
    }

    private void frame(int first, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        write(bytes);
    }

    private synchronized void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
