package io.meshws.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The example with which the documentation of an API type begins, right after its first paragraph.
 *
 * @param type the simple name
 */
record JavadocExample(String type, String text) {
    private static final List<Path> API = Stream.of(
                    "mesh-jakarta/src/main/java/io/meshws",
                    "mesh-jakarta/src/main/java/io/meshws/spi",
                    "mesh-client-tyrus/src/main/java/io/meshws/client")
            .map(Page.ROOT::resolve)
            .toList();
    private static final Pattern EXAMPLE = Pattern.compile(
            "^/\\*\\*\\n(?: \\* \\S.*\\n)+ \\*\\n \\* <pre>\\{@code\\n((?: \\*.*\\n)+?) \\* }</pre>$",
            Pattern.MULTILINE);
    private static final Pattern MARGIN = Pattern.compile("^ \\* ?", Pattern.MULTILINE);

    static List<JavadocExample> all() {
        return API.stream().flatMap(folder -> inAll(folder).stream()).toList();
    }

    private static List<JavadocExample> inAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .flatMap(JavadocExample::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JavadocExample> in(Path file) {
        try {
            Matcher found = EXAMPLE.matcher(Files.readString(file));
            String type = file.getFileName().toString().replace(".java", "");
            return found.find()
                    ? Stream.of(new JavadocExample(
                            type, MARGIN.matcher(found.group(1)).replaceAll("")))
                    : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
