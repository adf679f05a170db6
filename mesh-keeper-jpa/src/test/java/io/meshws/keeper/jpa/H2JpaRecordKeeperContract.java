package io.meshws.keeper.jpa;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** On H2, with any provider. */
abstract class H2JpaRecordKeeperContract extends JpaRecordKeeperContract {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";

    @Override
    DataSource database() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl(url);
        return h2;
    }
}
