package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
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
    /** The text that the page shows in the end, and that the program prints. */
    static final String SHOWN = "Hello, Ada!";

    private static final Path README = Path.of("").toAbsolutePath().resolveSibling("README.md");

    private static final String ADDRESS = "ws://localhost:8080/app/mesh";

    private ReadmeExample() {}

    static WebArchive addedTo(WebArchive war) {
        String greeter = block("java", "@Command");
        return war.addAsResource(compiled("Greeter", greeter).toFile(), "Greeter.class")
                .addAsWebResource(new StringAsset(block("html", "mesh/client.js")), "index.html");
    }

    /** Runs the Java program with this address instead of its own, and returns its output. */
    static String printedByProgram(URI server) throws IOException, ReflectiveOperationException {
        String program = block("java", "class Hello");
        assertTrue(program.contains(ADDRESS), program);
        Path directory =
                compiled("Hello", program.replace(ADDRESS, server.toString())).getParent();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, ReadmeExample.class.getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Hello").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    private static Path compiled(String type, String text) {
        try {
            Path directory = Files.createTempDirectory("readme");
            Path source = Files.writeString(directory.resolve(type + ".java"), text);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            assertTrue(compiler.run(null, null, null, source.toString()) == 0, "it does not compile");
            return directory.resolve(type + ".class");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first one in that language with these words. */
    private static String block(String language, String words) {
        try {
            Matcher found = Pattern.compile("^```" + language + "\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                    .matcher(Files.readString(README));
            return found.results()
                    .map(block -> block.group(1))
                    .filter(text -> text.contains(words))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
