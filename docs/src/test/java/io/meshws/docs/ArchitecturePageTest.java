package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the names on {@code docs/architecture.md} to the code; the layers are read by {@code ArchitectureTest}. */
class ArchitecturePageTest {
    private static final Page PAGE = Page.of("docs/architecture.md");
    private static final Path SERVER = Page.ROOT.resolve("mesh-jakarta/src/main/java");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z][A-Za-z]*)");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");
    private static final Pattern PACKAGE = Pattern.compile("`(io\\.meshws\\.internal[a-z.]*)`");
    private static final Set<String> OF_OTHERS = Set.of("Pattern", "ServletContainerInitializer", "String");

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
    }

    private static Set<String> inSources(Path root, Function<Path, Stream<String>> names) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(names)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> declared(Path file) {
        try {
            return found(DECLARATION, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    @Test
    void everyClassThatIsNamedExists() {
        Set<String> named = PAGE.lines().stream()
                .flatMap(line -> found(CLASS, line))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(named.contains("FrameDispatcher"), named::toString);
        for (String module : Set.of("mesh-jakarta", "mesh-protocol", "mesh-client-tyrus", "mesh-testkit", "src-it")) {
            named.removeAll(inSources(Page.ROOT.resolve(module + "/src"), ArchitecturePageTest::declared));
        }
        assertEquals(OF_OTHERS, named);
    }

    @Test
    void everyInternalPackageIsInTheTable() {
        Set<String> listed = PAGE.lines().stream()
                .filter(line -> line.startsWith("| `io.meshws.internal"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> found(PACKAGE, cell))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> packages = inSources(
                SERVER.resolve("io/meshws/internal"),
                file -> Stream.of(SERVER.relativize(file.getParent()).toString().replaceAll("[/\\\\]", ".")));
        assertEquals(packages, listed);
    }
}
