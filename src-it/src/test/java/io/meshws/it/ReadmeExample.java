package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The server and the page that the README begins with, as they are printed there. */
final class ReadmeExample {
    /** What the page shows in the end. */
    static final String SHOWN = "Hello, Ada!";

    private static final Path README = Path.of("").toAbsolutePath().resolveSibling("README.md");

    private ReadmeExample() {}

    static WebArchive addedTo(WebArchive war) {
        return war.addAsResource(compiled("Greeter").toFile(), "Greeter.class")
                .addAsWebResource(new StringAsset(block("html")), "index.html");
    }

    private static Path compiled(String type) {
        try {
            Path directory = Files.createTempDirectory("readme");
            Path source = Files.writeString(directory.resolve(type + ".java"), block("java"));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            assertTrue(compiler.run(null, null, null, source.toString()) == 0, "it does not compile");
            return directory.resolve(type + ".class");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first one in that language. */
    private static String block(String language) {
        try {
            Matcher found = Pattern.compile("^```" + language + "\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                    .matcher(Files.readString(README));
            assertTrue(found.find(), language);
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
