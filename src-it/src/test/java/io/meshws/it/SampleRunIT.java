package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.ChildProcess;
import io.meshws.testing.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The output of {@code ./mvnw -Prun}. */
@EnabledIfSystemProperty(named = "it.server", matches = "PAYARA")
class SampleRunIT {
    private static final int LINES = 40;
    /** In the place of the build, whose output is only that of failures. */
    private static final String BUILD = "--version --quiet";

    @Test
    void isShortAndEndsWithTheAddress() throws IOException {
        String address = "http://localhost:" + FreePort.find() + "/";
        ChildProcess run = start(URI.create(address).getPort());
        try {
            run.awaitReady(() -> run.log().contains("Ready: "), "BUILD FAILURE");
            assertEndsWith(address, run.log());
            try (InputStream page = URI.create(address).toURL().openStream()) {
                assertTrue(page.readAllBytes().length > 0);
            }
            assertEndsWith(address, run.log());
        } finally {
            // Maven ends the server then.
            run.stop();
            run.close();
        }
    }

    private static ChildProcess start(int port) throws IOException {
        Path root = Path.of("..").toRealPath();
        Path sample =
                ServerKind.SERVERS.resolve("run-" + ProcessHandle.current().pid());
        Files.createDirectories(sample.resolve("target"));
        for (String built : List.of("payara-micro.jar", "sample.war")) {
            Files.createSymbolicLink(sample.resolve("target").resolve(built), ServerKind.SERVERS.resolve(built));
        }
        Files.createSymbolicLink(sample.resolve("src"), root.resolve("sample-war/src"));
        return ChildProcess.start(
                sample,
                List.of(
                        root.resolve("mvnw").toString(),
                        "--file",
                        root.resolve("pom.xml").toString(),
                        "--no-transfer-progress",
                        "-Prun",
                        "-Dport=" + port,
                        "-Dsample=" + sample,
                        "-Darguments=" + BUILD),
                Map.of());
    }

    private static void assertEndsWith(String address, String log) {
        List<String> lines = log.lines().toList();
        assertTrue(lines.size() < LINES, log);
        assertEquals(
                "Ready: " + address + " (Ctrl+C stops it)",
                lines.get(lines.size() - 1).replaceFirst("^.*\\[echo] ", ""));
    }
}
