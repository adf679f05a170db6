package io.meshws.bench;

import io.meshws.bench.Scenario.Setting;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.NodePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Measures the scenarios of the {@link Options} and writes the results into {@code docs/performance.md}. The programs
 * of all parties run until the end of their scenarios, and are warmed up before the first round; only one at a time has
 * clients.
 */
final class Bench implements AutoCloseable {
    /** A load that has been on before is flat after a moment. */
    private static final Duration WARM = Duration.ofSeconds(2);

    private final Options options;
    /** No round begins that would not end before. */
    private final Instant deadline;

    private final List<Sample> samples = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    private Bench(Options options, Instant deadline) {
        this.options = options;
        this.deadline = deadline;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Options.read();
        Instant deadline = Instant.now().plus(options.atMost());
        Machine machine = Machine.now();
        say("%s", machine);
        List<Party> parties = available(options.parties());
        List<Sample> samples = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            List<Scenario> scenarios = options.scenarios().stream()
                    .filter(scenario -> scenario.setting == setting)
                    .toList();
            if (!scenarios.isEmpty()) {
                try (Bench bench = new Bench(options, deadline)) {
                    bench.run(setting, scenarios, parties);
                    samples.addAll(bench.samples);
                }
            }
        }
        Report report = new Report(options, machine, samples);
        System.out.println(report.markdown());
        report.write(Options.ROOT.resolve("docs"));
    }

    /** Those for which this machine has what they run on. */
    private static List<Party> available(List<Party> parties) throws IOException, InterruptedException {
        boolean node = parties.stream().anyMatch(party -> party.server.isNode()) && hasNode();
        boolean jdk21 = parties.contains(Party.ATMOSPHERE) && hasJdk21();
        return parties.stream()
                .filter(party -> node || !party.server.isNode())
                .filter(party -> jdk21 || party != Party.ATMOSPHERE)
                .toList();
    }

    private static boolean hasNode() throws IOException, InterruptedException {
        Files.createDirectories(Options.PEERS);
        String missing = new NodePackage("peers", Options.PEERS).install();
        if (!missing.isEmpty()) {
            say("Without the parties on Node: %s", missing);
        }
        return missing.isEmpty();
    }

    private static boolean hasJdk21() throws IOException {
        Optional<Runtime.Version> version = Options.versionOfJdk21();
        boolean enough = version.isPresent() && version.get().feature() >= 21;
        if (enough) {
            System.setProperty("bench.version.atmosphere's JDK", version.get().toString());
        } else {
            say("Without Atmosphere: %s is no JDK 21 or later; -Dbench.jdk21=… names one", Options.JDK21);
        }
        return enough;
    }

    private void run(Setting setting, List<Scenario> scenarios, List<Party> parties) {
        List<Running> all = new ArrayList<>();
        for (Party party : parties) {
            if (scenarios.stream().anyMatch(party::offers)) {
                all.add(start(party, setting));
            }
        }
        all.removeIf(running -> !isReady(running));
        each(scenarios, all, this::warmUp);
        Instant begin = Instant.now();
        for (int done = 0; done < options.rounds(); done++) {
            int round = done + 1;
            if (done > 0
                    && Instant.now()
                            .plus(Duration.between(begin, Instant.now()).dividedBy(done))
                            .isAfter(deadline)) {
                say("There is no time for round %d", round);
                return;
            }
            each(scenarios, all, (running, scenario) -> measure(running, scenario, round));
        }
    }

    private static void each(List<Scenario> scenarios, List<Running> all, BiConsumer<Running, Scenario> what) {
        for (Scenario scenario : scenarios) {
            all.stream()
                    .filter(running -> running.party().offers(scenario))
                    .forEach(running -> what.accept(running, scenario));
            // So that no server always runs after the same one.
            Collections.rotate(all, 1);
        }
    }

    private Running start(Party party, Setting setting) {
        Optional<EmbeddedRedis> redis = Optional.empty();
        if (setting != Setting.ALONE || party.needsRedis()) {
            EmbeddedRedis own = EmbeddedRedis.started();
            ends.add(own::close);
            redis = Optional.of(own);
        }
        Running running = new Running(party, setting, redis);
        ends.add(running::close);
        return running;
    }

    private static boolean isReady(Running running) {
        try {
            running.awaitReady();
            return true;
        } catch (AssertionError e) {
            say("Without %s: %s", running.party().key, e.getMessage());
            return false;
        }
    }

    private void warmUp(Running running, Scenario scenario) {
        try (Clients clients = scenario.clients(running)) {
            say("warm-up  %-14s %-16s %d s", scenario.key, running.party().key, clients.warmUp(options.warmUp()));
        } catch (IOException | RuntimeException e) {
            say("warm-up  %-14s %-16s failed: %s", scenario.key, running.party().key, e);
        }
    }

    private void measure(Running running, Scenario scenario, int round) {
        Party party = running.party();
        try (Clients clients = scenario.clients(running)) {
            clients.warmUp(WARM);
            Measurement found = clients.measure(options.seconds());
            samples.add(new Sample(party, scenario, round, found));
            say("round %d  %-14s %-16s %s", round, scenario.key, party.key, found);
        } catch (IOException | RuntimeException e) {
            say("round %d  %-14s %-16s failed: %s", round, scenario.key, party.key, e);
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void close() {
        Collections.reverse(ends);
        ends.forEach(Runnable::run);
    }
}
