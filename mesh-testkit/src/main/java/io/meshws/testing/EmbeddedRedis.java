package io.meshws.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis on a free port of this machine, without persistence: it's empty after every start. The process belongs
 * to this object, so a test may kill and freeze it; it ends with the JVM at the latest. To end it with a test class:
 * {@code @RegisterExtension static final EmbeddedRedis redis = EmbeddedRedis.started();}. Not thread-safe, except for
 * {@link #shared()}.
 */
public final class EmbeddedRedis implements AutoCloseable, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

    /** The distance between a node's port for clients and its port for other nodes. */
    private static final int CLUSTER_BUS = 10_000;

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

    private final RedisVersion version;
    private final int port;
    private final List<String> settings;
    private Path settingsFile;
    private int tlsPort;
    private volatile Process process;

    private EmbeddedRedis(RedisVersion version, int port, List<String> settings) {
        this.version = version;
        this.port = port;
        this.settings = settings;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** One for all tests of this JVM, which separate their data by prefixes; ends with the JVM. */
    public static EmbeddedRedis shared() {
        return Shared.REDIS;
    }

    public static EmbeddedRedis started(String... settings) {
        EmbeddedRedis redis = absent(settings);
        redis.start();
        return redis;
    }

    /** Nothing answers at its address until {@link #start()}. */
    public static EmbeddedRedis absent(String... settings) {
        return new EmbeddedRedis(RedisVersion.REDIS_6, FreePort.find(), List.of(settings));
    }

    /** A node that knows no others yet, and works without some; its port for the cluster bus is free too. */
    public static EmbeddedRedis clusterNode(RedisVersion version, Path directory) {
        int port = FreePort.findWith(CLUSTER_BUS);
        EmbeddedRedis node = new EmbeddedRedis(
                version,
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
        EmbeddedRedis sentinel = absent("--sentinel");
        sentinel.settingsFile = settings.toAbsolutePath();
        sentinel.start();
        return sentinel;
    }

    /** With a second port, for TLS only. */
    public static EmbeddedRedis encrypted(SelfSigned certificate) {
        int tlsPort = FreePort.find();
        EmbeddedRedis redis = started(
                "--tls-port", "" + tlsPort,
                "--tls-cert-file", certificate.certificate().toString(),
                "--tls-key-file", certificate.key().toString(),
                "--tls-ca-cert-file", certificate.certificate().toString(),
                "--tls-auth-clients", "no");
        redis.tlsPort = tlsPort;
        return redis;
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
        List<String> command = new ArrayList<>(List.of(version.executable().toString()));
        if (settingsFile != null) {
            command.add(settingsFile.toString());
        }
        command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        command.addAll(settings);
        try {
            process = new ProcessBuilder(command)
                    .directory(version.executable().getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.holds("Redis answers at " + uri(), PATIENCE, this::answers);
    }

    /** Ends the server at once, as a crash does, with connections and data. Does nothing if it isn't running. */
    public void kill() {
        if (process == null) {
            return;
        }
        try {
            process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections stay open, and nothing is answered until {@link #unfreeze()}. */
    public void freeze() {
        Signals.freeze(process);
    }

    public void unfreeze() {
        Signals.unfreeze(process);
    }

    /** Sends one command without spaces in its words, and returns the answer's first line as Redis writes it. */
    public String command(String words) {
        return ask(redis -> redis.send(words).line());
    }

    /** Like {@link #command}, for one that answers with a text of several lines. */
    public String text(String words) {
        return ask(redis -> redis.send(words).text());
    }

    /** The number of keys. */
    public int size() {
        return ask(redis -> redis.send("DBSIZE").number());
    }

    /** The keys with this text in their name or value. */
    public List<String> keysAbout(String text) {
        return ask(redis -> {
            List<String> keys = new ArrayList<>();
            redis.send(List.of("EVAL", KEYS_ABOUT, "0", text));
            for (int left = redis.number(); left > 0; left--) {
                keys.add(redis.text());
            }
            return keys;
        });
    }

    /** How often each command was called since the start, including calls by scripts. */
    public Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        Matcher each = CALLS.matcher(text("INFO commandstats"));
        while (each.find()) {
            calls.put(each.group(1), Long.valueOf(each.group(2)));
        }
        return calls;
    }

    /** The commands of clients while this runs, as MONITOR writes them; those that scripts call are left out. */
    public List<String> commandsDuring(Runnable task) {
        return ask(redis -> {
            redis.send("MONITOR").line();
            task.run();
            String end = "end-" + UUID.randomUUID();
            command("ECHO " + end);
            List<String> commands = new ArrayList<>();
            for (String line = redis.line(); !line.contains(end); line = redis.line()) {
                if (!line.contains(" lua] ")) {
                    commands.add(line);
                }
            }
            return commands;
        });
    }

    private interface Question<T> {
        T ask(RedisSocket redis) throws IOException;
    }

    private <T> T ask(Question<T> question) {
        try (RedisSocket redis = new RedisSocket(port)) {
            return question.ask(redis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Redis ended with " + process.exitValue());
        }
        try {
            // A server that asks for a password is running too.
            String answer = command("PING");
            return answer.equals("+PONG") || answer.startsWith("-NOAUTH");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        kill();
    }

    /** Started when first used. */
    private static final class Shared {
        static final EmbeddedRedis REDIS = started();
    }
}
