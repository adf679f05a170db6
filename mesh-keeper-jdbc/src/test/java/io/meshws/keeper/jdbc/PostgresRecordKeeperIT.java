package io.meshws.keeper.jdbc;

import io.meshws.testing.Postgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresRecordKeeperIT extends JdbcRecordKeeperContract {
    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    private final String url = POSTGRES.emptyDatabase();

    @Override
    DataSource dataSource() {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(url);
        return postgres;
    }
}
