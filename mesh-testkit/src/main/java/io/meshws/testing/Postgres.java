package io.meshws.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL for one test class: {@code @RegisterExtension static final Postgres POSTGRES = new Postgres();}. The
 * tests are skipped on machines without Debian's package {@code postgresql}, unless {@code POSTGRES_TESTS=required}.
 * The caller has the driver on its class path.
 */
public final class Postgres implements BeforeAllCallback, AfterAllCallback {
    private static final String USER = "postgres";

    private final int port = FreePort.find();
    private ChildProcess server;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        Path programs = programs();
        Needed.orSkipped("POSTGRES_TESTS", programs != null, "no PostgreSQL: apt-get install postgresql");
        Path home = Files.createTempDirectory("mesh-postgres");
        List<String> asUser = List.of();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root.
            run(home, List.of("chown", USER, home.toString()));
            asUser = List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups");
        }
        String data = home.resolve("data").toString();
        run(home, command(asUser, programs.resolve("initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8"));
        List<String> command = command(asUser, programs.resolve("postgres"), "-D", data, "-k", home.toString(), "-F");
        command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
        server = ChildProcess.start(home, command, Map.of());
        server.awaitReady(this::answers, "FATAL:  could not");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.stop();
            server.close();
        }
    }

    /** The JDBC URL, with the user, of an empty database. */
    public String emptyDatabase() {
        String schema = "s" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return url() + "&currentSchema=" + schema;
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + USER + "?user=" + USER;
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static Path programs() throws IOException {
        Path debian = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(debian)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(debian)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static List<String> command(List<String> asUser, Path program, String... options) {
        List<String> command = new ArrayList<>(asUser);
        command.add(program.toString());
        command.addAll(List.of(options));
        return command;
    }

    private static void run(Path directory, List<String> command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + exit);
        }
    }
}
