package io.meshws.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection to a Redis of this machine, as little as tests need. Not thread-safe. */
final class RedisSocket implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5000;

    private final Socket socket = new Socket();

    RedisSocket(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** Words without spaces in them. */
    RedisSocket send(String words) throws IOException {
        write(words + "\r\n");
        return this;
    }

    RedisSocket send(List<String> words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.size() + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            command.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        write(command.toString());
        return this;
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer's next line, as Redis writes it. */
    String line() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Redis hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** The number after the type of an answer. */
    int number() throws IOException {
        return Integer.parseInt(line().substring(1));
    }

    String text() throws IOException {
        String text = new String(socket.getInputStream().readNBytes(number()), StandardCharsets.UTF_8);
        line();
        return text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
