package io.meshws.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis of one test class: {@code @RegisterExtension static final EmbeddedRedis redis = EmbeddedRedis.started();}.
 * It answers once {@link #started()} returns, so a deployment may name its {@link #uri()}, and it ends after the class.
 *
 * <p>It keeps nothing on disk: after {@link #stop()} and {@link #start()} it is empty, at the same address. Not thread-safe.
 */
final class EmbeddedRedis implements AfterAllCallback {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

    private static final String KEYS_ABOUT =
            """
            local found = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
              local type = redis.call('TYPE', key).ok
              local held = type == 'hash' and redis.call('HGETALL', key)
                or type == 'set' and redis.call('SMEMBERS', key)
                or type == 'zset' and redis.call('ZRANGE', key, 0, -1)
                or type == 'list' and redis.call('LRANGE', key, 0, -1)
                or {redis.call('GET', key)}
              if string.find(key .. ' ' .. table.concat(held, ' '), ARGV[1], 1, true) then
                found[#found + 1] = key
              end
            end
            return found
            """;

    private final int port = FreePort.find();
    private Process process;

    private EmbeddedRedis() {}

    /** Nothing answers at its address until {@link #start()}. */
    static EmbeddedRedis absent() {
        EmbeddedRedis redis = new EmbeddedRedis();
        Runtime.getRuntime().addShutdownHook(new Thread(redis::stop));
        return redis;
    }

    static EmbeddedRedis started() {
        EmbeddedRedis redis = absent();
        redis.start();
        return redis;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Returns when it answers. */
    void start() {
        try {
            File executable = Executable.FILE;
            process = new ProcessBuilder(
                            executable.getPath(),
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .directory(executable.getParentFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.holds("Redis answers at " + uri(), DEADLINE, this::answers);
    }

    /** Ends it at once, with connections and data. Does nothing if it isn't running. */
    void stop() {
        if (process == null) {
            return;
        }
        try {
            process.destroyForcibly().waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connections stay open and nothing is answered until {@link #resume()}. */
    void pause() {
        Signals.freeze(process);
    }

    void resume() {
        Signals.thaw(process);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    /** The number of keys. */
    int size() {
        try {
            return Integer.parseInt(ask("DBSIZE").substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys with this text in their name or value. */
    List<String> keysAbout(String text) {
        List<String> keys = new ArrayList<>();
        try (Socket socket = connect()) {
            StringBuilder command = new StringBuilder("*4\r\n");
            for (String part : List.of("EVAL", KEYS_ABOUT, "0", text)) {
                command.append('$')
                        .append(part.length())
                        .append("\r\n")
                        .append(part)
                        .append("\r\n");
            }
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            for (int left = readNumber(in); left > 0; left--) {
                keys.add(readText(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    /** How often each command was called since the start, including calls by scripts. */
    Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        try (Socket socket = connect()) {
            socket.getOutputStream().write("INFO commandstats\r\n".getBytes(StandardCharsets.US_ASCII));
            Matcher each = CALLS.matcher(readText(socket.getInputStream()));
            while (each.find()) {
                calls.put(each.group(1), Long.valueOf(each.group(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    private static String readText(InputStream in) throws IOException {
        String text = new String(in.readNBytes(readNumber(in)), StandardCharsets.UTF_8);
        readLine(in);
        return text;
    }

    /** The number after the type of an answer. */
    private static int readNumber(InputStream in) throws IOException {
        return Integer.parseInt(readLine(in).substring(1));
    }

    private static String readLine(InputStream in) throws IOException {
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

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(1000);
        return socket;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Redis ended with " + process.exitValue());
        }
        try {
            return ask("PING").equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    private String ask(String command) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return readLine(socket.getInputStream());
        }
    }

    /** Unpacked from the jar once a run. */
    private static final class Executable {
        static final File FILE = unpack();

        private static File unpack() {
            try {
                return ExecutableProvider.newJarResourceProvider().get();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
