package io.meshws.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs for Node with their npm dependencies, from the directory of that name on the class path. */
public final class NodePackage {
    private static final long MINUTES = 2;

    private final Path directory;

    /**
     * Copies a package; {@link #install()} follows.
     *
     * @param directory to copy it to
     */
    public NodePackage(String name, Path directory) throws IOException {
        this.directory = directory;
        copy(name);
    }

    /**
     * Has npm install its dependencies.
     *
     * @return why it can't: there is no Node or npm, or the registry does not answer; empty if it is installed
     */
    public String install() throws InterruptedException {
        try {
            return run(List.of(
                    "npm",
                    "install",
                    "--prefer-offline",
                    "--no-audit",
                    "--no-fund",
                    "--no-package-lock",
                    "--omit=optional"));
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private void copy(String name) throws IOException {
        Path source = resource(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
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
     * @return a description of the failure; empty if it ended well
     */
    public String node(String... program) throws InterruptedException {
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
