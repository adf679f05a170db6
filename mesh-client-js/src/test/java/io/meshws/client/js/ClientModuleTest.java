package io.meshws.client.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.CloseCode;
import io.meshws.testing.Needed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the client's own tests, in {@code test/}: in this JVM, which needs no installation, and in Node if there is one. */
class ClientModuleTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final int MOST_COMPRESSED = 12 * 1024;
    /** For a module that a page loads in addition. */
    private static final int MOST_COMPRESSED_MORE = 6 * 1024;

    private static Context js;
    private static Value module;

    @BeforeAll
    static void open() throws IOException {
        js = Context.newBuilder("js")
                .allowAllAccess(true)
                .option("engine.WarnInterpreterOnly", "false")
                .option("js.esm-eval-returns-exports", "true")
                .build();
        module = js.eval(Source.newBuilder("js", MODULE.resolve("test/all.js").toFile())
                .mimeType("application/javascript+module")
                .build());
    }

    @AfterAll
    static void close() {
        js.close();
    }

    @TestFactory
    Stream<DynamicTest> inTheJvm() throws IOException {
        Value module =
                js.eval(Source.newBuilder("js", MODULE.resolve("test/all.js").toFile())
                        .mimeType("application/javascript+module")
                        .build());
        return Stream.of(
                        module.getMember("tests"),
                        module.getMember("goldenCases").execute(data("golden")),
                        module.getMember("standardCases").execute(data("json-patch-tests")),
                        module.getMember("recipeCases").execute(guide()))
                .flatMap(ClientModuleTest::elements)
                .map(test -> DynamicTest.dynamicTest(test.getMember("name").asString(), () -> run(test)));
    }

    /** The tests wait for nothing but promises, so all is over when the call returns. */
    private static void run(Value test) {
        Value outcome = js.eval(
                        "js",
                        """
                        (test) => {
                          const outcome = { done: false };
                          test.run().then(
                            () => { outcome.done = true; },
                            (failure) => { outcome.failure = String(failure.stack ?? failure); },
                          );
                          return outcome;
                        }""")
                .execute(test);
        assertTrue(!outcome.hasMember("failure"), () -> outcome.getMember("failure")
                .asString());
        assertTrue(outcome.getMember("done").asBoolean(), "it waits for something that never comes");
    }

    @Test
    void inNode() throws IOException, InterruptedException {
        Needed.orSkipped(
                "NODE_TESTS", Programs.has("node"), "no node on the PATH: the client's tests ran in the JVM only");
        assertEquals(0, command("node", "test/node.mjs"));
    }

    @Test
    void theDeclarationsAndTheGuideNameEverything() throws IOException {
        Value surface = module.getMember("surface");
        for (String file : List.of("client", "collections", "pipes")) {
            assertEquals(
                    names(surface.getMember(file)),
                    Declarations.of(MODULE, file).values(),
                    file);
        }
        Declarations client = Declarations.of(MODULE, "client");
        assertEquals(names(surface.getMember("MeshClient")), client.members("MeshClient"));
        assertEquals(List.of(), missing(guide(), client.values()));
        for (String type : client.types()) {
            // The shapes of the server's frames are the protocol's.
            if (!List.of("PresenceUpdate", "PatchOperation").contains(type)) {
                assertEquals(List.of(), missing(guide(), client.members(type)), type);
            }
        }
        assertEquals(
                List.of(),
                missing(
                        guide("collections"),
                        Declarations.of(MODULE, "collections").everything()));
        assertEquals(
                List.of(),
                missing(guide("pipes"), Declarations.of(MODULE, "pipes").everything()));
    }

    private static List<String> names(Value array) {
        return elements(array).map(Value::asString).toList();
    }

    /** Those that are not in code of the guide, as whole words. */
    private static List<String> missing(String guide, List<String> names) {
        String code = Pattern.compile("(?s)```.*?```|`[^`\n]+`")
                .matcher(guide)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
        return names.stream()
                .filter(name ->
                        !Pattern.compile("\\b" + name + "\\b").matcher(code).find())
                .toList();
    }

    /** TypeScript is taken from npm, into {@code target}. */
    @Test
    void theDeclarationsTypeAProgram() throws IOException, InterruptedException {
        String unchecked = "the declarations were not checked with TypeScript";
        Needed.orSkipped("NODE_TESTS", Programs.has("npm"), "no npm on the PATH: " + unchecked);
        String typescript = "typescript@5.9.3";
        int installed = command("npm", "install", "--prefix", "target/typescript", "--no-save", "--silent", typescript);
        Needed.orSkipped("NODE_TESTS", installed == 0, "npm has no " + typescript + ": " + unchecked);
        assertEquals(
                0,
                command(
                        "node",
                        "target/typescript/node_modules/typescript/bin/tsc",
                        "--noEmit",
                        "--strict",
                        "--target",
                        "es2022",
                        "--module",
                        "nodenext",
                        "test/program.ts"));
    }

    @Test
    void itStaysAwayAfterTheCloseCodesThatSaySo() throws IOException {
        String source = Files.readString(MODULE.resolve("src/client.js"));
        Matcher list =
                Pattern.compile("FINAL_CODES = new Set\\(\\[([0-9, ]+)]\\)").matcher(source);
        assertTrue(list.find());
        List<Integer> codes =
                Stream.of(list.group(1).split(", ")).map(Integer::valueOf).toList();
        for (CloseCode code : CloseCode.values()) {
            assertEquals(!code.reconnect(), codes.contains(code.number()), code.reason());
        }
    }

    @TestFactory
    Stream<DynamicTest> itIsSmall() throws IOException {
        return modules()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
                    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                        gzip.write(Files.readAllBytes(MODULE.resolve("src").resolve(name)));
                    }
                    int most = name.equals("client.js") ? MOST_COMPRESSED : MOST_COMPRESSED_MORE;
                    assertTrue(compressed.size() < most, () -> compressed.size() + " bytes");
                }));
    }

    @TestFactory
    Stream<DynamicTest> theyAreTypedAndInThePackageOfNode() throws IOException {
        String node = Files.readString(MODULE.resolve("package.json"));
        return modules()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String types = "src/" + name.replaceFirst("js$", "d.ts");
                    assertTrue(Files.exists(MODULE.resolve(types)), types);
                    assertTrue(node.contains("\"./src/" + name + '"'), "exports of package.json");
                    assertTrue(node.contains("\"./" + types + '"'), "types in package.json");
                }));
    }

    private static Stream<String> modules() throws IOException {
        try (Stream<Path> files = Files.list(MODULE.resolve("src"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".js"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String guide() throws IOException {
        return guide("browser-client");
    }

    private static String guide(String page) throws IOException {
        return Files.readString(MODULE.resolveSibling("docs/guide/" + page + ".md"));
    }

    private static Stream<Value> elements(Value array) {
        return LongStream.range(0, array.getArraySize()).mapToObj(array::getArrayElement);
    }

    /** The lists in all files of a folder of the protocol's test data, as one. */
    private static Value data(String folder) throws IOException {
        Value all = js.eval("js", "[]");
        Value add = js.eval("js", "(all, text) => void all.push(...JSON.parse(text))");
        try (Stream<Path> files = Files.list(
                MODULE.resolveSibling("mesh-protocol/src/test/resources").resolve(folder))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                add.executeVoid(all, Files.readString(file));
            }
        }
        return all;
    }

    /** Through pipes of its own: Surefire talks to this JVM through standard input, which Node would make non-blocking. */
    private static int command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(words))
                .directory(MODULE.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return process.waitFor();
    }
}
