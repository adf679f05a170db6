package io.meshws.keeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.testing.Eventually;
import io.meshws.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL for one test class, if the machine has one: Debian's package {@code postgresql}. */
final class Postgres {
    private static final String SUPERUSER = "postgres";

    private final Path home;
    private final Process server;
    private final int port;

    Postgres() throws Exception {
        Path programs = programs();
        assumeTrue(programs != null, "No PostgreSQL: apt-get install postgresql");
        home = Files.createTempDirectory("mesh-postgres");
        // PostgreSQL doesn't run as root.
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> user = root ? List.of("runuser", "-u", SUPERUSER, "--") : List.of();
        if (root) {
            run(List.of("chown", SUPERUSER, home.toString()));
        }
        String data = home.resolve("data").toString();
        run(command(
                user, programs.resolve("initdb").toString(), "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"));
        port = FreePort.find();
        List<String> command = command(
                user,
                programs.resolve("postgres").toString(),
                "-D",
                data,
                "-p",
                Integer.toString(port),
                "-k",
                home.toString(),
                "-h",
                "127.0.0.1",
                "-F");
        server = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Eventually.holds(() -> {
            try (Connection connection = database("").getConnection()) {
                return connection.isValid(1);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    private static Path programs() throws IOException {
        Path debian = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(debian)) {
            return null;
        }
        try (var versions = Files.list(debian)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static List<String> command(List<String> user, String... words) {
        List<String> all = new ArrayList<>(user);
        all.addAll(List.of(words));
        return all;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }

    void stop() throws InterruptedException {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
        server.waitFor();
    }

    private PGSimpleDataSource database(String schema) {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setServerNames(new String[] {"127.0.0.1"});
        postgres.setPortNumbers(new int[] {port});
        postgres.setUser(SUPERUSER);
        postgres.setDatabaseName(SUPERUSER);
        if (!schema.isEmpty()) {
            postgres.setCurrentSchema(schema);
        }
        return postgres;
    }

    /** A schema of this name, which is created if there is none. */
    DataSource schema(String schema) throws SQLException {
        try (Connection connection = database("").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        }
        return database(schema);
    }
}
