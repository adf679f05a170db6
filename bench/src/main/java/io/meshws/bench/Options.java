package io.meshws.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * The settings of a run, from the properties {@code bench.…}.
 *
 * @param seconds how long each load is measured in each round
 * @param warmUp how long a load may take at most until its rate is flat, before the first round
 * @param atMost after which no more rounds begin, but for the first
 */
record Options(
        List<Scenario> scenarios, List<Party> parties, int rounds, Duration seconds, Duration warmUp, Duration atMost) {
    /** The root of the project. */
    static final Path ROOT = Path.of(System.getProperty("bench.root", ""));

    /** The build puts the servers there, and each process gets a directory there. */
    static final Path SERVERS = Path.of(System.getProperty("bench.servers", ""));

    /** The programs for Node, with the packages that npm installed. */
    static final Path PEERS = SERVERS.resolve("peers");

    /** For Atmosphere, which needs a JDK 21 or later. */
    static final Path JDK21 = Path.of(System.getProperty("bench.jdk21", System.getProperty("java.home")));

    /** The version of {@link #JDK21}, which may be too old; empty if there is no JDK. */
    static Optional<Runtime.Version> versionOfJdk21() throws IOException {
        Path release = JDK21.resolve("release");
        if (!Files.exists(release)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(release)) {
            Properties properties = new Properties();
            properties.load(reader);
            String version = properties.getProperty("JAVA_VERSION");
            return Optional.of(Runtime.Version.parse(version.replace("\"", "")));
        }
    }

    static Options read() {
        return new Options(
                list("bench.scenarios", Scenario::of, Scenario.values()),
                list("bench.parties", Party::of, Party.values()),
                Integer.getInteger("bench.rounds", 3),
                Duration.ofSeconds(Integer.getInteger("bench.seconds", 10)),
                Duration.ofSeconds(Integer.getInteger("bench.warmup", 60)),
                Duration.ofMinutes(Integer.getInteger("bench.minutes", 600)));
    }

    private static <T> List<T> list(String property, Function<String, T> of, T[] all) {
        String value = System.getProperty(property, "");
        return value.isEmpty()
                ? List.of(all)
                : Arrays.stream(value.split(",")).map(String::strip).map(of).toList();
    }
}
