package io.meshws.keeper.jdbc;

import io.meshws.spi.ChannelKeeper;
import io.meshws.spi.KeptMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/**
 * Keeps messages of channels in a table, see {@code mesh-message.sql} beside this class. Rows are only ever added.
 *
 * <p>The data source is the server's, or any other; its connections must not be part of a transaction already. Thread-safe.
 */
public final class JdbcChannelKeeper implements ChannelKeeper {
    private static final String DEFAULT_TABLE = "mesh_message";
    private static final String SCHEMA = "mesh-message.sql";
    /** In one order everywhere: two instances that save the same messages don't wait for each other. */
    private static final Comparator<KeptMessage> ORDER = Comparator.comparing(KeptMessage::channel)
            .thenComparing(KeptMessage::offset)
            .thenComparing(KeptMessage::epoch);

    private final Table table;

    /** With the table {@code mesh_message}. */
    public JdbcChannelKeeper(DataSource dataSource) {
        this(dataSource, DEFAULT_TABLE);
    }

    /** @param table its name, with that of the schema before it if needed */
    public JdbcChannelKeeper(DataSource dataSource, String table) {
        this.table = new Table(dataSource, table);
    }

    /**
     * Creates the table if there is none.
     *
     * @return this keeper
     */
    public JdbcChannelKeeper createTable() throws SQLException {
        table.create(SCHEMA, DEFAULT_TABLE);
        return this;
    }

    @Override
    public List<KeptMessage> load(String channel, long beforeOffset, int limit) throws SQLException {
        List<KeptMessage> found = new ArrayList<>();
        try (Connection connection = table.connection();
                PreparedStatement select = Table.prepared(
                        connection,
                        "SELECT epoch, message_offset, published, content FROM " + table
                                + " WHERE channel = ? AND message_offset < ?"
                                + " ORDER BY message_offset DESC, published DESC LIMIT " + limit)) {
            select.setString(1, channel);
            select.setLong(2, beforeOffset);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new KeptMessage(
                            channel, rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getString(4)));
                }
            }
        }
        return found;
    }

    @Override
    public void save(List<KeptMessage> batch) throws SQLException {
        List<KeptMessage> sorted = new ArrayList<>(batch);
        sorted.sort(ORDER);
        table.transaction(connection -> {
            // One of them may be there.
            if (!Table.insertedTogether(connection, insert(), sorted, JdbcChannelKeeper::values)) {
                for (KeptMessage one : sorted) {
                    insert(connection, one);
                }
            }
            return null;
        });
    }

    private String insert() {
        return "INSERT INTO " + table + " (channel, epoch, message_offset, published, content) VALUES (?, ?, ?, ?, ?)";
    }

    private static void values(PreparedStatement statement, KeptMessage one) throws SQLException {
        statement.setString(1, one.channel());
        statement.setString(2, one.epoch());
        statement.setLong(3, one.offset());
        statement.setLong(4, one.timeMicros());
        statement.setString(5, one.content());
    }

    private void insert(Connection connection, KeptMessage one) throws SQLException {
        if (isThere(connection, one)) {
            return;
        }
        try (PreparedStatement insert = Table.prepared(connection, insert())) {
            values(insert, one);
            insert.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            // Another instance may have been faster.
            if (!isThere(connection, one)) {
                throw e;
            }
        }
    }

    private boolean isThere(Connection connection, KeptMessage one) throws SQLException {
        try (PreparedStatement select = Table.prepared(
                connection, "SELECT 1 FROM " + table + " WHERE channel = ? AND message_offset = ? AND epoch = ?")) {
            select.setString(1, one.channel());
            select.setLong(2, one.offset());
            select.setString(3, one.epoch());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
