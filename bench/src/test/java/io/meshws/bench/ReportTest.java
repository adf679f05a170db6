package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Machine MACHINE =
            new Machine(LocalDate.of(2026, 11, 27), "A processor", 2, 8, "Linux 6", "JDK 17", "Node v20", 0.25);
    private static final Options OPTIONS = new Options(
            List.of(Scenario.values()),
            List.of(Party.values()),
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    private static Sample sample(Party party, int round, double rate) {
        return new Sample(
                party, Scenario.ECHO, round, new Measurement(Table.MESSAGES, rate, rate, 20, Double.NaN, 1, 2, 3, 50));
    }

    private static Report report(Sample... samples) {
        return new Report(OPTIONS, MACHINE, List.of(samples));
    }

    private static String line(String text, String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMedianIsTheMiddleOne() {
        assertEquals(2, Report.median(9, 1, 2));
        assertEquals(3, Report.median(1, 2, 4, 90));
    }

    @Test
    void ratesAreMediansAndRatiosAreTakenWithinRounds() {
        String text = report(
                        sample(Party.MESH_PAYARA, 1, 1000),
                        sample(Party.BARE_PAYARA, 1, 2000),
                        sample(Party.MESH_PAYARA, 2, 3000),
                        sample(Party.BARE_PAYARA, 2, 4000),
                        sample(Party.MESH_PAYARA, 3, 9000),
                        sample(Party.BARE_PAYARA, 3, 10_000))
                .markdown();
        assertEquals(
                "| mesh on Payara Micro | 3,000 | 3,000 | 20.0 | – | 1.00 | 2.00 | 3.00 | 0.75 | – | – | – | 50 % |",
                line(text, "| mesh on Payara Micro |"));
        assertEquals(
                "| bare Payara Micro | 4,000 | 4,000 | 20.0 | – | 1.00 | 2.00 | 3.00 | – | – | – | – | 50 % |",
                line(text, "| bare Payara Micro |"));
    }

    @Test
    void aRoundThatFailedIsTold() {
        assertTrue(report(sample(Party.SOCKET_IO, 1, 1), sample(Party.SOCKET_IO, 3, 1))
                .markdown()
                .contains("| Socket.IO, 2 of 3 rounds |"));
    }

    @Test
    void aClientThatIsBusyAllTheTimeIsTold() {
        Measurement full = new Measurement(Table.MESSAGES, 1, 1, 1, 1, 1, 1, 1, 99);
        assertTrue(report(new Sample(Party.SOCKET_IO, Scenario.TWO, 1, full))
                .markdown()
                .contains("| 99 % (full) |"));
    }

    @Test
    void thePageKeepsTheTextAroundTheMarkers(@TempDir Path docs) throws IOException {
        Files.createDirectory(docs.resolve("pictures"));
        Path page = docs.resolve("performance.md");
        Files.writeString(page, "before\n" + Report.BEGIN + "\nold\n" + Report.END + "\nafter\n");
        report(sample(Party.SOCKET_IO, 1, 5)).write(docs);
        String text = Files.readString(page);
        assertTrue(text.startsWith("before\n" + Report.BEGIN + "\n\n### " + Scenario.ECHO.title
                + "\n\nMeasured on 2026-11-27; A processor, 2 cores"));
        assertTrue(text.endsWith(Report.END + "\nafter\n"));
        assertFalse(text.contains("old"));
        assertTrue(Files.readString(docs.resolve("pictures/bench-echo.svg")).contains(">Socket.IO<"));
    }

    @Test
    void thePageKeepsSectionsOfScenariosThatWereNotMeasured(@TempDir Path docs) throws IOException {
        Files.createDirectory(docs.resolve("pictures"));
        Path page = docs.resolve("performance.md");
        String kept = "### " + Scenario.ECHO.title + "\n\nkept\n";
        Files.writeString(
                page, Report.BEGIN + "\n\n" + kept + "\n### " + Scenario.TWO.title + "\n\nold\n\n" + Report.END + "\n");
        Measurement found = new Measurement(Table.MESSAGES, 1, 1, 1, 1, 1, 1, 1, 1);
        report(new Sample(Party.SOCKET_IO, Scenario.TWO, 1, found)).write(docs);
        String text = Files.readString(page);
        assertTrue(text.startsWith(Report.BEGIN + "\n\n" + kept + "\n### " + Scenario.TWO.title + "\n\nMeasured on"));
        assertFalse(text.contains("old"));
    }

    @Test
    void aPageWithoutMarkersIsRefused(@TempDir Path docs) throws IOException {
        Files.writeString(docs.resolve("performance.md"), "text");
        assertThrows(IllegalArgumentException.class, () -> report().write(docs));
    }
}
