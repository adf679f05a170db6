package io.meshws.keeper.jdbc;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Keeps records in a table, see {@code mesh-record.sql} beside this class: the id, the version, the value as JSON text, which is
 * NULL for a deleted record, and mesh's mark. A row is only ever replaced by a later version.
 *
 * <p>The data source is the server's, or any other; its connections must not be part of a transaction already. Thread-safe.
 */
public final class JdbcRecordKeeper implements RecordKeeper {
    private static final String DEFAULT_TABLE = "mesh_record";
    private static final String SCHEMA = "mesh-record.sql";
    private static final int MAX_LISTED = 100;

    private final Table table;

    /** With the table {@code mesh_record}. */
    public JdbcRecordKeeper(DataSource dataSource) {
        this(dataSource, DEFAULT_TABLE);
    }

    /** @param table its name, with that of the schema before it if needed */
    public JdbcRecordKeeper(DataSource dataSource, String table) {
        this.table = new Table(dataSource, table);
    }

    /**
     * Creates the table if there is none.
     *
     * @return this keeper
     */
    public JdbcRecordKeeper createTable() throws SQLException {
        table.create(SCHEMA, DEFAULT_TABLE);
        return this;
    }

    @Override
    public Collection<KeptRecord> load(Set<String> recordIds) throws SQLException {
        try (Connection connection = table.connection()) {
            return load(connection, List.copyOf(recordIds));
        }
    }

    private List<KeptRecord> load(Connection connection, List<String> recordIds) throws SQLException {
        List<KeptRecord> found = new ArrayList<>();
        for (int from = 0; from < recordIds.size(); from += MAX_LISTED) {
            found.addAll(listed(connection, recordIds.subList(from, Math.min(recordIds.size(), from + MAX_LISTED))));
        }
        return found;
    }

    private List<KeptRecord> listed(Connection connection, List<String> recordIds) throws SQLException {
        String places = String.join(",", Collections.nCopies(recordIds.size(), "?"));
        List<KeptRecord> found = new ArrayList<>();
        try (PreparedStatement select = Table.prepared(
                connection, "SELECT id, version, content, mark FROM " + table + " WHERE id IN (" + places + ")")) {
            for (int i = 0; i < recordIds.size(); i++) {
                select.setString(i + 1, recordIds.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String mark = rows.getString(4);
                    found.add(new KeptRecord(
                            rows.getString(1), rows.getLong(2), rows.getString(3), mark == null ? "" : mark));
                }
            }
        }
        return found;
    }

    @Override
    public List<String> ids(String after, int limit) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = table.connection();
                PreparedStatement select = Table.prepared(
                        connection, "SELECT id FROM " + table + " WHERE id > ? AND content IS NOT NULL ORDER BY id")) {
            select.setMaxRows(limit);
            select.setString(1, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    @Override
    public Set<String> delete(List<KeptRecord> batch) throws SQLException {
        return save(batch);
    }

    @Override
    public Set<String> save(List<KeptRecord> batch) throws SQLException {
        return table.transaction(connection -> save(connection, batch));
    }

    private Set<String> save(Connection connection, List<KeptRecord> batch) throws SQLException {
        // In one order everywhere: two instances that save the same records don't wait for each other.
        List<KeptRecord> sorted = new ArrayList<>(batch);
        sorted.sort(Comparator.comparing(KeptRecord::recordId));
        List<KeptRecord> rest = notUpdated(connection, sorted);
        connection.commit();
        if (rest.isEmpty()) {
            return Set.of();
        }
        Set<String> later = present(connection, rest);
        List<KeptRecord> absent =
                rest.stream().filter(one -> !later.contains(one.recordId())).toList();
        // Another instance may have inserted one of them.
        if (!absent.isEmpty() && !Table.insertedTogether(connection, insert(), absent, JdbcRecordKeeper::values)) {
            for (KeptRecord one : absent) {
                if (!inserted(connection, one)) {
                    later.add(one.recordId());
                }
            }
        }
        return later;
    }

    private List<KeptRecord> notUpdated(Connection connection, List<KeptRecord> batch) throws SQLException {
        List<KeptRecord> rest = new ArrayList<>();
        try (PreparedStatement update = Table.prepared(
                connection,
                "UPDATE " + table + " SET version = ?, content = ?, mark = ? WHERE id = ? AND version < ?")) {
            for (KeptRecord one : batch) {
                values(update, one);
                update.setLong(5, one.version());
                update.addBatch();
            }
            int[] counts = update.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] != 1) {
                    rest.add(batch.get(i));
                }
            }
        }
        return rest;
    }

    private static void values(PreparedStatement statement, KeptRecord one) throws SQLException {
        statement.setLong(1, one.version());
        if (one.isDeletion()) {
            statement.setNull(2, Types.VARCHAR);
        } else {
            statement.setString(2, one.value());
        }
        statement.setString(3, one.mark());
        statement.setString(4, one.recordId());
    }

    /** The ids of those that have a row, of the same version or a later one. */
    private Set<String> present(Connection connection, List<KeptRecord> some) throws SQLException {
        Set<String> found = new HashSet<>();
        load(connection, some.stream().map(KeptRecord::recordId).toList()).forEach(row -> found.add(row.recordId()));
        return found;
    }

    private String insert() {
        return "INSERT INTO " + table + " (version, content, mark, id) VALUES (?, ?, ?, ?)";
    }

    /** Whether the record was written; if not, another instance has inserted the same version or a later one. */
    private boolean inserted(Connection connection, KeptRecord one) throws SQLException {
        try (PreparedStatement insert = Table.prepared(connection, insert())) {
            values(insert, one);
            insert.executeUpdate();
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            boolean updated = notUpdated(connection, List.of(one)).isEmpty();
            connection.commit();
            if (!updated && present(connection, List.of(one)).isEmpty()) {
                throw e;
            }
            return updated;
        }
    }
}
