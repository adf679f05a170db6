package io.meshws.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final int port = FreePort.find();
    private Process process;

    private EmbeddedRedis() {}

    static EmbeddedRedis started() {
        EmbeddedRedis redis = new EmbeddedRedis();
        Runtime.getRuntime().addShutdownHook(new Thread(redis::stop));
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

    /** Ends it at once, connections and data with it. Does nothing where it does not run. */
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

    /** How many keys there are. */
    int size() {
        try {
            return Integer.parseInt(ask("DBSIZE").substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (line == null) {
                throw new IOException("Redis hung up");
            }
            return line;
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
