package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The server of the sample is there to be copied: all of it but the package {@code demo}. */
class SampleTest {
    private static final Path SERVER = Page.ROOT.resolve("sample-war/src/main/java/io/meshws/sample");

    private static List<String> copied() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(SERVER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void itIsShortWithImportsAndComments() throws IOException {
        int lines = copied().size();
        assertTrue(lines > 100 && lines < 300, lines + " lines");
    }

    @Test
    void itNeedsNothingOfTheDemo() throws IOException {
        assertEquals(
                List.of(),
                copied().stream().filter(line -> line.contains("sample.demo")).toList());
    }
}
