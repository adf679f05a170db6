package io.meshws.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Handshakes that a server refuses, many in a row on one connection, without waiting for the answers in between. */
final class RefusedHandshakes {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final int AT_ONCE = 50;

    private RefusedHandshakes() {}

    /**
     * Returns when all are answered.
     *
     * @param headers those of a handshake, counted from 0, each with a line break
     * @return how many were answered with which status
     */
    static SortedMap<Integer, Integer> send(URI server, int times, IntFunction<String> headers) {
        SortedMap<Integer, Integer> answers = new TreeMap<>();
        int answered = 0;
        while (answered < times) {
            int now = Math.min(AT_ONCE, times - answered);
            int before = answered;
            // The server may close the connection after any of its answers; the rest comes again.
            answered += send(server, now, number -> headers.apply(before + number), answers);
            if (answered == before) {
                throw new AssertionError("No answer after " + answers);
            }
        }
        return answers;
    }

    private static int send(URI server, int times, IntFunction<String> headers, SortedMap<Integer, Integer> answers) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < times; i++) {
            requests.append("GET /mesh HTTP/1.1\r\nHost: 127.0.0.1:")
                    .append(server.getPort())
                    .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                    .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                    .append(headers.apply(i))
                    .append("\r\n");
        }
        StringBuilder read = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
            socket.setSoTimeout((int) WireClient.SOON.toMillis());
            socket.getOutputStream().write(requests.toString().getBytes(ISO_8859_1));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            while (STATUS.matcher(read).results().count() < times) {
                int n = in.read(buffer);
                if (n < 0) {
                    break;
                }
                read.append(new String(buffer, 0, n, ISO_8859_1));
            }
        } catch (java.net.SocketException e) {
            // It closed while it was being sent more.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int answered = 0;
        for (Matcher status = STATUS.matcher(read); status.find(); answered++) {
            answers.merge(Integer.valueOf(status.group(1)), 1, Integer::sum);
        }
        return answered;
    }
}
