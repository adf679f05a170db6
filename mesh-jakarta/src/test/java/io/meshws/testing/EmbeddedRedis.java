package io.meshws.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis on a free port of this machine, without persistence: it is empty after every start. The process is this
 * object's own, so that a test may kill and freeze it. Not thread-safe, but for {@link #shared()}.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final List<String> settings;
    private Process process;

    private EmbeddedRedis(int port, List<String> settings) {
        this.port = port;
        this.settings = settings;
    }

    /** One for all tests of this JVM, which tell their data apart by prefixes; ends with the JVM. */
    public static EmbeddedRedis shared() {
        return Shared.REDIS;
    }

    /** Started. */
    public static EmbeddedRedis create(String... settings) {
        EmbeddedRedis redis = absent(settings);
        redis.start();
        return redis;
    }

    /** Not started yet; the port is free. */
    public static EmbeddedRedis absent(String... settings) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new EmbeddedRedis(socket.getLocalPort(), List.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts the server, and returns when it answers. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(Shared.EXECUTABLE, "--port", "" + port, "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        command.addAll(settings);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Eventually.holds(PATIENCE, this::answers);
    }

    /** Ends the server at once, as a crash does. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections stay open, and nothing is answered. */
    public void freeze() {
        signal("STOP");
    }

    public void unfreeze() {
        signal("CONT");
    }

    /** Sends one command without spaces in its words, and returns the answer's first line as Redis writes it. */
    public String command(String words) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\r';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private boolean answers() {
        try {
            return command("PING").equals("+PONG");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Made when first used. */
    private static final class Shared {
        static final String EXECUTABLE = executable();
        static final EmbeddedRedis REDIS = create();

        private static String executable() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
