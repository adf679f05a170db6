package io.meshws.it;

import io.meshws.testing.Eventually;
import io.meshws.testing.FreePort;
import io.meshws.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * One instance of the server under test, as a separate process with one application at the root path.
 *
 * <p>Its output is in {@code target/servers/<name>.log}. It ends with {@link #close()}, or with this JVM.
 */
final class ServerProcess implements AutoCloseable {
    /** In the value of a property: the port that this process listens on. */
    static final String PORT = "{port}";

    /** Longer than any start on any machine: the wait ends when the process dies or gives up the deployment. */
    private static final Duration START = Duration.ofMinutes(30);

    private static final Duration STOP = Duration.ofMinutes(2);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int ANSWER_MILLIS = 5000;

    private final String name = ServerKind.current().name().toLowerCase() + "-"
            + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    private final Path home = ServerKind.SERVERS.resolve(name);
    private final Path log = ServerKind.SERVERS.resolve(name + ".log");
    private final int port = FreePort.find();
    private final Process process;
    private final Thread hook = new Thread(this::destroy);

    private ServerProcess(WebArchive war, Map<String, String> properties) {
        try {
            Files.createDirectories(home);
            Map<String, String> own = new HashMap<>(properties);
            own.replaceAll((name, value) -> value.replace(PORT, String.valueOf(port)));
            ProcessBuilder builder = new ProcessBuilder(
                            ServerKind.current().command(home, Wars.write(war, home), port, own))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(ServerKind.current().environment(home));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts it with these system properties and returns at once, so that several can start together; call {@link
     * #awaitReady()} before using it.
     */
    static ServerProcess launch(WebArchive war, Map<String, String> properties) {
        return new ServerProcess(war, properties);
    }

    /** Returns when the application is deployed; fails as soon as the process ends, or gives up the deployment. */
    ServerProcess awaitReady() {
        Eventually.holds(name + " has deployed its application, see " + log, START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended with " + process.exitValue() + ", see " + log);
            }
            return isReady() || failIfRefused();
        });
        return this;
    }

    private boolean failIfRefused() {
        if (hasRefused()) {
            throw new AssertionError(name + " gave up the deployment, see " + log);
        }
        return false;
    }

    /** Whether it has given up deploying the application. */
    boolean hasRefused() {
        return log().contains(ServerKind.current().refusal());
    }

    /** For example {@code uri("/mesh")}. */
    URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    /** Sends SIGKILL, so the process gets no chance to say anything. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Stops it normally: undeploys, and then exits. */
    void stop() {
        process.destroy();
        awaitExit();
    }

    /** Connections stay open and nothing is answered until {@link #resume()}. */
    void pause() {
        Signals.freeze(process);
    }

    void resume() {
        Signals.unfreeze(process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** How much it has computed so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The directory for everything that it writes. */
    Path home() {
        return home;
    }

    /** What it has written so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        destroy();
    }

    private boolean isReady() {
        try {
            // Not java.net.http: on a busy machine its time-out was lost, and it waited forever.
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/" + Wars.READY)
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void destroy() {
        process.destroyForcibly();
        awaitExit();
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " did not end within " + STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
