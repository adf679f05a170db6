package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for every source file of the project, see {@code CONTRIBUTING.md}. */
class HabitsTest {
    private static final int MOST_LINES = 300;
    private static final Pattern SOURCE = Pattern.compile(".*\\.(java|lua|js|mjs|ts|css|html)");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".mvn");

    /** The modules of the browser client have no build step, so their sources are served. */
    private static final Pattern MODULE = Pattern.compile("mesh-client-js/src/[a-z]+\\.(js|d\\.ts)");

    /** A line of a comment that draws instead of saying something. */
    private static final Pattern BANNER =
            Pattern.compile("\\s*(//|--|/?\\*+|#)?\\s*([-=*#~_/+])\\2{4,}.*|\\s*(//|/\\*)\\s*[-=*#~]{3,}.*");

    private static final Pattern NAME_WITH_UNDERSCORES = Pattern.compile("\\s+[\\w<>\\[\\], ]+ [a-z]\\w*_\\w*\\(.*\\{");

    private static final List<Path> SOURCES = sources();

    private static List<Path> sources() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(Page.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (SOURCE.matcher(file.toString()).matches()) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    private static String name(Path file) {
        return Page.ROOT.relativize(file).toString().replace('\\', '/');
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    @Test
    void theSourcesAreFound() {
        assertFalse(SOURCES.stream()
                .filter(file -> name(file).startsWith("mesh-jakarta/src/main/java"))
                .toList()
                .isEmpty());
    }

    @Test
    void aFileHasAtMost300Lines() {
        List<String> longer = SOURCES.stream()
                .filter(file -> !MODULE.matcher(name(file)).matches())
                .filter(file -> lines(file).size() > MOST_LINES)
                .map(file -> name(file) + ": " + lines(file).size())
                .toList();
        assertEquals(List.of(), longer);
    }

    @Test
    void aBannerIsFound() {
        for (String line : List.of("// ---- names ----", "    //====", "/* *** */", "-------", " *****")) {
            assertTrue(BANNER.matcher(line).matches(), line);
        }
        for (String line : List.of("/** A name. */", "-- KEYS[1]  a set", "// - an item", "count--;", " */")) {
            assertFalse(BANNER.matcher(line).matches(), line);
        }
    }

    @Test
    void noLineIsABanner() {
        assertEquals(List.of(), found(BANNER, ""));
    }

    @Test
    void testsAreNamedInCamelCase() {
        assertTrue(NAME_WITH_UNDERSCORES.matcher("    void a_name() {").matches());
        assertEquals(List.of(), found(NAME_WITH_UNDERSCORES, ".java"));
    }

    private static List<String> found(Pattern pattern, String suffix) {
        return SOURCES.stream()
                .filter(file -> name(file).endsWith(suffix))
                .flatMap(file -> found(pattern, file))
                .toList();
    }

    private static Stream<String> found(Pattern pattern, Path file) {
        List<String> lines = lines(file);
        return IntStream.range(0, lines.size())
                .filter(i -> pattern.matcher(lines.get(i)).matches())
                .mapToObj(i -> name(file) + ":" + (i + 1));
    }
}
