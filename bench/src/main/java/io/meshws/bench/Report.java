package io.meshws.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The medians of all rounds, as tables and bars. A ratio is the median of those within the rounds. */
record Report(Options options, Machine machine, List<Sample> samples) {
    static final String BEGIN = "<!-- What ./mvnw -Pbench writes begins here. -->";
    static final String END = "<!-- What ./mvnw -Pbench writes ends here. -->";

    private static final String VERSION = "bench.version.";

    /**
     * Puts the sections into {@code performance.md} in this directory, and their pictures beside it. Sections of
     * scenarios that were not measured stay.
     */
    void write(Path docs) throws IOException {
        Path page = docs.resolve("performance.md");
        Files.writeString(page, within(Files.readString(page)));
        for (Scenario scenario : scenarios()) {
            Files.writeString(
                    docs.resolve(picture(scenario)),
                    Bars.svg(
                            scenario.title + ": "
                                    + scenario.table().columns.get(0).title(),
                            bars(scenario)));
        }
    }

    private String within(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("The page lacks the lines " + BEGIN + " and " + END);
        }
        String before = page.substring(begin, end);
        String text = Arrays.stream(Scenario.values())
                .map(scenario -> parties(scenario).isEmpty() ? section(scenario, before) : section(scenario))
                .filter(section -> !section.isEmpty())
                .collect(Collectors.joining("\n"));
        return page.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + page.substring(end);
    }

    /** The section that the page has of a scenario; empty if it has none. */
    private static String section(Scenario scenario, String page) {
        int begin = page.indexOf(title(scenario));
        if (begin < 0) {
            return "";
        }
        int end = page.indexOf("\n### ", begin);
        return page.substring(begin, end < 0 ? page.length() : end).strip() + "\n";
    }

    private static String title(Scenario scenario) {
        return "### " + scenario.title + "\n";
    }

    String markdown() {
        return scenarios().stream().map(this::section).collect(Collectors.joining("\n"));
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
        return title(scenario) + "\nMeasured on " + machine + ". " + versions() + " Rounds: " + rounds() + ", of "
                + options.seconds().toSeconds() + " s for each load.\n\n" + head(scenario.table())
                + parties(scenario).stream().map(party -> row(party, scenario)).collect(Collectors.joining())
                + "\n![" + scenario.title + "](" + picture(scenario) + ")\n";
    }

    private static String head(Table table) {
        List<String> titles =
                new ArrayList<>(table.columns.stream().map(Table.Column::title).toList());
        titles.addAll(titles.size() - 1, List.of("of bare", "of Socket.IO", "of netty-socketio", "of realtime"));
        return "| | " + String.join(" | ", titles) + " |\n|---|" + "---:|".repeat(titles.size()) + "\n";
    }

    private static String picture(Scenario scenario) {
        return "pictures/bench-" + scenario.key + ".svg";
    }

    private String row(Party party, Scenario scenario) {
        int rounds = of(party, scenario).size();
        List<String> cells = new ArrayList<>();
        cells.add(party.title + (rounds < rounds() ? ", " + rounds + " of " + rounds() + " rounds" : ""));
        for (int i = 0; i < scenario.table().columns.size(); i++) {
            cells.add(scenario.table().columns.get(i).written(median(party, scenario, i)));
        }
        for (Party other : Arrays.asList(party.bare(), Party.SOCKET_IO, Party.NETTY_SOCKET_IO, Party.REALTIME)) {
            cells.add(cells.size() - 1, ratio(party, other, scenario));
        }
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private double median(Party party, Scenario scenario, int column) {
        return median(of(party, scenario).stream()
                .mapToDouble(sample -> sample.measurement().values()[column])
                .toArray());
    }

    private String ratio(Party party, Party to, Scenario scenario) {
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : of(party, scenario)) {
            of(to, scenario).stream()
                    .filter(other -> other.round() == sample.round())
                    .forEach(other -> ratios.add(sample.measurement().values()[0]
                            / other.measurement().values()[0]));
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
                .map(party -> new Bars.Bar(party.title, median(party, scenario, 0), party.isMesh()))
                .toList();
    }
}
