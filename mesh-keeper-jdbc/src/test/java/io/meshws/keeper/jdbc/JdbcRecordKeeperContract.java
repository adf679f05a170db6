package io.meshws.keeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import io.meshws.spi.RecordKeeperContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The promises of a keeper, and those of this one, on every database. */
abstract class JdbcRecordKeeperContract extends RecordKeeperContract {
    /** An empty database. */
    abstract DataSource dataSource() throws Exception;

    @Override
    protected RecordKeeper keeper() throws Exception {
        return new JdbcRecordKeeper(dataSource()).createTable().createTable();
    }

    @Override
    protected Class<? extends Exception> refusal() {
        return SQLException.class;
    }

    @Test
    void newRecordsOfManySaversEndWithTheirLastVersions() throws Exception {
        List<List<KeptRecord>> batches = new ArrayList<>();
        for (int version = 1; version <= 40; version++) {
            List<KeptRecord> batch = new ArrayList<>(many(10, version));
            Collections.shuffle(batch);
            batches.add(batch);
        }
        saveTogether(batches);
        assertKept(many(10, 40));
    }

    @Test
    void aRowByHandHasNoMark() throws Exception {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO mesh_record (id, version, content, mark) VALUES ('a', 1, '{}', '')");
        }
        assertEquals(Set.of(new KeptRecord("a", 1, "{}", "")), loaded("a"));
    }

    @Test
    void aTableHasAName() {
        assertThrows(IllegalArgumentException.class, () -> new JdbcRecordKeeper(dataSource(), "a; DROP TABLE b"));
    }
}
