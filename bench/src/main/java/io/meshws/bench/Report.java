package io.meshws.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The medians of all rounds, as tables and bars. A ratio is the median of those within the rounds. */
record Report(Options options, Machine machine, List<Sample> samples) {
    static final String BEGIN = "<!-- What ./mvnw -Pbench writes begins here. -->";
    static final String END = "<!-- What ./mvnw -Pbench writes ends here. -->";

    private static final String HEAD =
            """
            | | arrived/s | sent/s | CPU µs each | p50 ms | p99 ms | p99.9 ms | of bare | of Socket.IO | client |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final double BUSY = 0.9;
    private static final String VERSION = "bench.version.";

    /** Puts the tables into {@code performance.md} in this directory, and their pictures beside it. */
    void write(Path docs) throws IOException {
        Path page = docs.resolve("performance.md");
        Files.writeString(page, within(Files.readString(page), markdown()));
        for (Scenario scenario : scenarios()) {
            Files.writeString(
                    docs.resolve(picture(scenario)), Bars.svg(scenario.title + ": arrived/s", bars(scenario)));
        }
    }

    /** The page with this text between the markers. */
    static String within(String page, String text) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("The page lacks the lines " + BEGIN + " and " + END);
        }
        return page.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + page.substring(end);
    }

    String markdown() {
        return "Measured on " + machine + ". " + versions() + " Rounds: "
                + rounds() + ", of " + options.seconds().toSeconds() + " s for each load.\n\n"
                + scenarios().stream().map(this::section).collect(Collectors.joining("\n"));
    }

    private int rounds() {
        return samples.stream().mapToInt(Sample::round).max().orElse(0);
    }

    private static String versions() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(VERSION))
                .sorted()
                .map(name -> name.substring(VERSION.length()) + " " + System.getProperty(name))
                .collect(Collectors.joining(", ", "Versions: ", "."));
    }

    private List<Scenario> scenarios() {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> !parties(scenario).isEmpty())
                .toList();
    }

    private List<Party> parties(Scenario scenario) {
        return Arrays.stream(Party.values())
                .filter(party -> !of(party, scenario).isEmpty())
                .toList();
    }

    private List<Sample> of(Party party, Scenario scenario) {
        return samples.stream()
                .filter(sample -> sample.party() == party && sample.scenario() == scenario)
                .toList();
    }

    private String section(Scenario scenario) {
        return "### " + scenario.title + "\n\n" + HEAD
                + parties(scenario).stream().map(party -> row(party, scenario)).collect(Collectors.joining())
                + "\n![" + scenario.title + "](" + picture(scenario) + ")\n";
    }

    private static String picture(Scenario scenario) {
        return "pictures/bench-" + scenario.key + ".svg";
    }

    private String row(Party party, Scenario scenario) {
        double client = median(party, scenario, Measurement::clientCpu);
        int rounds = of(party, scenario).size();
        return String.format(
                Locale.ROOT,
                "| %s%s | %,.0f | %,.0f | %.1f | %.2f | %.2f | %.2f | %s | %s | %.0f %%%s |\n",
                party.title,
                rounds < rounds() ? ", " + rounds + " of " + rounds() + " rounds" : "",
                median(party, scenario, Measurement::rate),
                median(party, scenario, Measurement::sent),
                median(party, scenario, Measurement::cpuMicros),
                median(party, scenario, Measurement::p50),
                median(party, scenario, Measurement::p99),
                median(party, scenario, Measurement::p999),
                ratio(party, party.bare(), scenario),
                ratio(party, Party.SOCKET_IO, scenario),
                client * 100,
                client > BUSY ? " (full)" : "");
    }

    private double median(Party party, Scenario scenario, ToDoubleFunction<Measurement> value) {
        return median(of(party, scenario).stream()
                .mapToDouble(sample -> value.applyAsDouble(sample.measurement()))
                .toArray());
    }

    private String ratio(Party party, Party to, Scenario scenario) {
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : of(party, scenario)) {
            of(to, scenario).stream()
                    .filter(other -> other.round() == sample.round())
                    .forEach(other -> ratios.add(
                            sample.measurement().rate() / other.measurement().rate()));
        }
        return ratios.isEmpty() || party == to
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.2f",
                        median(ratios.stream().mapToDouble(each -> each).toArray()));
    }

    /** The mean of the two in the middle, if there are two. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private List<Bars.Bar> bars(Scenario scenario) {
        return parties(scenario).stream()
                .map(party -> new Bars.Bar(party.title, median(party, scenario, Measurement::rate), party.isMesh()))
                .toList();
    }
}
