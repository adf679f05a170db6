package io.meshws.keeper.jpa;

import io.meshws.testing.Postgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** On PostgreSQL, with any provider. */
abstract class PostgresJpaRecordKeeperContract extends JpaRecordKeeperContract {
    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    private final String url = POSTGRES.emptyDatabase();

    @Override
    DataSource database() {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(url);
        return postgres;
    }
}
