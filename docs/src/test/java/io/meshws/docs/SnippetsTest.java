package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.meshws.MeshServer;
import io.meshws.client.MeshClient;
import io.meshws.client.Pipe;
import io.meshws.docs.Page.Block;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles every {@code java} block of the documentation and every example in the API's Javadoc, with the compiler
 * settings of the project. A block that begins with an import is a whole file; any other gets {@link #IMPORTS}. A block
 * that declares no type is the body of a method that has the parameters {@link #PARAMETERS}. A block may use the types of
 * the blocks before it on its page.
 */
class SnippetsTest {
    private static final String IMPORTS =
            """
            import io.meshws.*;
            import io.meshws.client.*;
            import io.meshws.protocol.*;
            import io.meshws.spi.*;
            import jakarta.annotation.Priority;
            import jakarta.enterprise.context.ApplicationScoped;
            import jakarta.enterprise.event.Event;
            import jakarta.enterprise.event.Observes;
            import jakarta.enterprise.inject.Produces;
            import jakarta.inject.Inject;
            import jakarta.json.*;
            import jakarta.json.bind.*;
            import jakarta.json.bind.adapter.JsonbAdapter;
            import jakarta.validation.Valid;
            import jakarta.validation.constraints.*;
            import jakarta.websocket.server.ServerEndpoint;
            import java.math.BigDecimal;
            import java.net.URI;
            import java.security.Principal;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.regex.Pattern;
            """;

    private static final String PARAMETERS =
            "MeshServer mesh, MeshConnection connection, MeshContext context, MeshClient client, String id";

    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |final |sealed |abstract )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    /** One for all blocks, because it keeps the jars open. */
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);

    @TempDir
    Path classes;

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    @TestFactory
    Stream<DynamicTest> everyBlockCompiles() {
        return Page.all().stream().flatMap(page -> page.blocks("java").stream().map(block -> test(page, block)));
    }

    @TestFactory
    Stream<DynamicTest> everyExampleInTheJavadocCompiles() {
        return JavadocExample.all().stream()
                .map(example -> DynamicTest.dynamicTest(
                        example.type(), () -> assertEquals("", problems("Javadoc", example.text()))));
    }

    @Test
    void theDocumentationOfAFacadeAndOfItsHandlesBeginsWithAnExample() {
        Set<String> api = Set.of(MeshServer.class.getPackageName(), MeshClient.class.getPackageName());
        Set<Class<?>> facades = Stream.of(
                        Stream.<Class<?>>of(MeshServer.class, Pipe.class),
                        results(MeshServer.class),
                        Arrays.stream(MeshClient.class.getInterfaces()))
                .flatMap(types -> types)
                .filter(type -> api.contains(type.getPackageName()))
                .collect(Collectors.toSet());
        Set<String> withoutExample = Stream.concat(
                        facades.stream(),
                        facades.stream()
                                .flatMap(SnippetsTest::results)
                                .filter(type ->
                                        type.isInterface() && !type.isSealed() && api.contains(type.getPackageName())))
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(withoutExample.size() > 24, withoutExample::toString);
        JavadocExample.all().forEach(example -> withoutExample.remove(example.type()));
        assertEquals(Set.of(), withoutExample);
    }

    private static Stream<Class<?>> results(Class<?> facade) {
        return Arrays.stream(facade.getMethods()).map(Method::getReturnType);
    }

    @Test
    void aBlockThatDoesNotCompileIsFound() throws IOException {
        assertTrue(problems("a", "String text = 1;\n").contains("compiler.err.prob.found.req"));
        assertTrue(problems("a", "class Broken extends NoSuchType {}\n").contains("compiler.err.cant.resolve"));
        assertTrue(problems("a", "import java.util.List;\n\nclass Raw { List raw; }\n")
                .contains("compiler.warn.raw.class.use"));
    }

    private DynamicTest test(Page page, Block block) {
        return DynamicTest.dynamicTest(page.name() + ":" + block.line(), () -> {
            String problems = problems(page.name(), block.text());
            if (!problems.isEmpty()) {
                fail(page.name() + ":" + block.line() + "\n" + problems);
            }
        });
    }

    /** The compiler's messages, warnings included; empty if there are none. */
    private String problems(String page, String block) throws IOException {
        Path output = Files.createDirectories(classes.resolve(page));
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-Xlint:all,-path",
                "-d",
                output.toString(),
                "-classpath",
                System.getProperty("java.class.path") + File.pathSeparator + output);
        compiler.getTask(null, files, problems, options, null, List.of(new Source(whole(block))))
                .call();
        return problems.getDiagnostics().stream().map(SnippetsTest::text).collect(Collectors.joining("\n"));
    }

    private static String text(Diagnostic<?> problem) {
        return "line " + problem.getLineNumber() + ": " + problem.getMessage(null) + " [" + problem.getCode() + "]";
    }

    private static String whole(String block) {
        if (block.startsWith("import ") || block.startsWith("package ")) {
            return block;
        }
        return TYPE.matcher(block).find()
                ? IMPORTS + block
                : IMPORTS + "class Snippet { void run(" + PARAMETERS + ") throws Exception {\n" + block + "}}\n";
    }

    /** In memory, named after its first type; any other public class may be in it too. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + firstType(text) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        private static String firstType(String text) {
            Matcher declared = TYPE.matcher(text);
            return declared.find() ? declared.group(1) : "Snippet";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }
    }
}
