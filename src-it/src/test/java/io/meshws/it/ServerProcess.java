package io.meshws.it;

import io.meshws.testing.ChildProcess;
import io.meshws.testing.FreePort;
import io.meshws.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * One instance of the server under test, as a separate process with one application at the root path.
 *
 * <p>Its output is in {@code target/servers/<name>.log}. It ends with {@link #close()}, or with this JVM.
 */
final class ServerProcess implements AutoCloseable {
    /** In the value of a property: the port that this process listens on. */
    static final String PORT = "{port}";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int ANSWER_MILLIS = 5000;

    /**
     * In the log of a Payara that has ended before it looked at any application: it starts services on several threads,
     * and once in hundreds of starts two of them meet in this method of HK2, with a ConcurrentModificationException.
     */
    private static final String RACE_OF_HK2 = "org.jvnet.hk2.internal.SystemDescriptor.invokeInstanceListeners";

    private final String name = ServerKind.current().name().toLowerCase() + "-"
            + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    private final Path home = ServerKind.SERVERS.resolve(name);
    private final int port = FreePort.find();
    private final WebArchive war;
    private final Map<String, String> properties;
    private ChildProcess process;

    private ServerProcess(WebArchive war, Map<String, String> properties) {
        this.war = war;
        this.properties = new HashMap<>(properties);
        this.properties.replaceAll((name, value) -> value.replace(PORT, String.valueOf(port)));
        process = start();
    }

    private ChildProcess start() {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ChildProcess.start(
                home,
                ServerKind.current().command(home, Wars.write(war, home), port, properties),
                ServerKind.current().environment(home));
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
        try {
            process.awaitReady(this::isReady, ServerKind.current().refusal());
        } catch (AssertionError e) {
            if (process.isAlive() || !log().contains(RACE_OF_HK2)) {
                throw e;
            }
            System.out.printf("%s failed to start by itself; it is started again: %s%n", name, e.getMessage());
            process.close();
            process = start();
            process.awaitReady(this::isReady, ServerKind.current().refusal());
        }
        return this;
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
        process.kill();
    }

    /** Stops it normally: undeploys, and then exits. */
    void stop() {
        process.stop();
    }

    /** Connections stay open and nothing is answered until {@link #resume()}. */
    void pause() {
        Signals.freeze(process.process());
    }

    void resume() {
        Signals.unfreeze(process.process());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** How much it has computed so far. */
    Duration cpu() {
        return process.cpu();
    }

    /** The directory for everything that it writes. */
    Path home() {
        return home;
    }

    /** Its log so far. */
    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
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
}
