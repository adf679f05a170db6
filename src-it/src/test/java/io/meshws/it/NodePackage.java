package io.meshws.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs for Node with their npm dependencies. Without Node or npm, or if the registry does not answer, the test is skipped. */
final class NodePackage {
    private static final long MINUTES = 2;

    private final Path directory;

    /**
     * Installs a package of the test resources.
     *
     * @param directory to copy it to
     */
    NodePackage(String name, Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        copy(name);
        List<String> install =
                List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--omit=optional");
        String answer;
        try {
            answer = run(install);
        } catch (IOException e) {
            answer = e.getMessage();
        }
        assumeTrue("".equals(answer), "npm cannot install " + name + ", so nothing was tested in Node: " + answer);
    }

    private void copy(String name) throws IOException {
        Path source = resource(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(NodePackage.class.getResource("/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @return what is wrong; empty if it ended well
     */
    String node(String... program) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(program));
        try {
            return run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        File output = directory.resolve("output.txt").toFile();
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output.toPath());
        if (!ended) {
            return "it goes on after " + MINUTES + " minutes: " + said;
        }
        return process.exitValue() == 0 ? "" : said;
    }
}
