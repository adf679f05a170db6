package io.meshws.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis on a free port of this machine, without persistence: it's empty after every start. The process belongs
 * to this object, so a test may kill and freeze it. Not thread-safe, except for {@link #shared()}.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The distance between a node's port for clients and its port for other nodes. */
    private static final int CLUSTER_BUS = 10_000;

    private final int port;
    private final List<String> settings;
    private Path settingsFile;
    private int tlsPort;
    private Process process;

    private EmbeddedRedis(int port, List<String> settings) {
        this.port = port;
        this.settings = settings;
    }

    /** One for all tests of this JVM, which separate their data by prefixes; ends with the JVM. */
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
        return new EmbeddedRedis(freePort(), List.of(settings));
    }

    /** A node that knows no others yet, and works without some; its port for the cluster bus is free too. */
    public static EmbeddedRedis clusterNode(Path directory) {
        int port = freePort();
        while (!isFree(port + CLUSTER_BUS)) {
            port = freePort();
        }
        EmbeddedRedis node = new EmbeddedRedis(
                port,
                List.of(
                        "--cluster-enabled",
                        "yes",
                        "--dir",
                        directory.toString(),
                        "--cluster-config-file",
                        port + ".conf",
                        "--cluster-node-timeout",
                        "2000",
                        "--cluster-require-full-coverage",
                        "no"));
        node.start();
        return node;
    }

    /**
     * @param settings which it writes to
     */
    public static EmbeddedRedis sentinel(Path settings) {
        EmbeddedRedis sentinel = new EmbeddedRedis(freePort(), List.of("--sentinel"));
        sentinel.settingsFile = settings;
        sentinel.start();
        return sentinel;
    }

    /** With a second port, for TLS only. */
    public static EmbeddedRedis encrypted(SelfSigned certificate) {
        int tlsPort = freePort();
        EmbeddedRedis redis = create(
                "--tls-port", "" + tlsPort,
                "--tls-cert-file", certificate.certificate().toString(),
                "--tls-key-file", certificate.key().toString(),
                "--tls-ca-cert-file", certificate.certificate().toString(),
                "--tls-auth-clients", "no");
        redis.tlsPort = tlsPort;
        return redis;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    public int tlsPort() {
        return tlsPort;
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts the server, and returns when it answers. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(Shared.EXECUTABLE));
        if (settingsFile != null) {
            command.add(settingsFile.toString());
        }
        command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1"));
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
        return ask(words, in -> line(in));
    }

    /** As {@link #command}, for one that answers with a text of several lines. */
    public String text(String words) {
        return ask(words, in -> {
            int length = Integer.parseInt(line(in).substring(1));
            in.read();
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        });
    }

    private interface Reading {
        String read(InputStream in) throws IOException;
    }

    private String ask(String words, Reading answer) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
            return answer.read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private boolean answers() {
        try {
            // A server that asks for a password is running too.
            String answer = command("PING");
            return answer.equals("+PONG") || answer.startsWith("-NOAUTH");
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
