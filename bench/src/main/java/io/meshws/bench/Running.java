package io.meshws.bench;

import io.meshws.bench.Scenario.Setting;
import io.meshws.testing.ChildProcess;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The processes of one party. */
final class Running implements AutoCloseable {
    private static final Pattern CPU_OF_REDIS = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");

    private final Party party;
    private final Optional<EmbeddedRedis> redis;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    /**
     * Starts them; {@link #awaitReady()} follows.
     *
     * @param redis one for this party alone
     */
    Running(Party party, Setting setting, Optional<EmbeddedRedis> redis) {
        this.party = party;
        this.redis = redis;
        String uri = redis.map(EmbeddedRedis::uri).orElse("");
        for (int i = 0; i < (setting == Setting.TWO ? 2 : 1); i++) {
            int port = FreePort.find();
            Path home = Options.SERVERS.resolve(
                    party.key + "-" + ProcessHandle.current().pid() + "-" + port);
            try {
                Files.createDirectories(home);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            processes.add(ChildProcess.start(home, party.server.command(home, port, uri), Map.of()));
            ports.add(port);
        }
    }

    /** Returns when all of them take handshakes; fails if one ends, or gives up. */
    void awaitReady() {
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(i);
            processes.get(i).awaitReady(() -> Link.accepts(port, party.wire.path()), party.server.refusal());
        }
    }

    Party party() {
        return party;
    }

    List<Integer> ports() {
        return ports;
    }

    /** The processor time of all of them so far. */
    Duration cpu() {
        return processes.stream().map(ChildProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** The part of that in which JVMs compiled; zero if the operating system doesn't tell. */
    Duration compilers() {
        return processes.stream()
                .map(process -> Threads.cpu(process.pid(), Running::isCompiler))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static boolean isCompiler(String thread) {
        return thread.startsWith("C1 Compiler") || thread.startsWith("C2 Compiler");
    }

    /** The processor time of Redis so far, in µs; NaN if there is none. */
    double redisCpu() {
        return redis.map(own -> CPU_OF_REDIS
                        .matcher(own.text("INFO cpu"))
                        .results()
                        .mapToDouble(found -> 1e6 * Double.parseDouble(found.group(1)))
                        .sum())
                .orElse(Double.NaN);
    }

    /** The bytes that live on the heaps of all of them, which are JVMs, after a collection. */
    long heap() throws IOException {
        long bytes = 0;
        for (ChildProcess each : processes) {
            Process histogram = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(each.pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String total = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("jcmd knows nothing of " + each.home()));
            bytes += Long.parseLong(total.strip().split("\\s+")[2]);
        }
        return bytes;
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
