package io.meshws.keeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.spi.ChannelKeeper;
import io.meshws.spi.ChannelKeeperContract;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The promises of a keeper, and those of this one, on every database. */
abstract class JdbcChannelKeeperContract extends ChannelKeeperContract {
    /** An empty database. */
    abstract DataSource dataSource() throws Exception;

    @Override
    protected ChannelKeeper keeper() throws Exception {
        return new JdbcChannelKeeper(dataSource()).createTable().createTable();
    }

    @Test
    void aTableHasAName() {
        assertThrows(IllegalArgumentException.class, () -> new JdbcChannelKeeper(dataSource(), "a; DROP TABLE b"));
    }
}
