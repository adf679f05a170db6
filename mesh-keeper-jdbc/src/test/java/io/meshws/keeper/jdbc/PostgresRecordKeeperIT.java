package io.meshws.keeper.jdbc;

import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresRecordKeeperIT extends JdbcRecordKeeperContract {
    private static Postgres postgres;

    private final String schema = "s" + UUID.randomUUID().toString().replace("-", "");

    @BeforeAll
    static void start() throws Exception {
        postgres = new Postgres();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (postgres != null) {
            postgres.stop();
        }
    }

    @Override
    DataSource dataSource() throws SQLException {
        return postgres.schema(schema);
    }
}
