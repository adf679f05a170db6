package io.meshws.keeper.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** A table of a keeper. Thread-safe. */
final class Table {
    /** A database that doesn't answer counts as away. */
    private static final int TIMEOUT_SECONDS = 10;

    private final DataSource dataSource;
    private final String name;

    /** @param name with that of the schema before it if needed */
    Table(DataSource dataSource, String name) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        if (!name.matches("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)?")) {
            throw new IllegalArgumentException("Not a table name: " + name);
        }
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Creates the table if there is none.
     *
     * @param script the file with the statement
     * @param defaultName the table's name in the script
     */
    void create(String script, String defaultName) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text(script).replace(defaultName, name));
        }
    }

    private static String text(String script) {
        try (InputStream in = Table.class.getResourceAsStream(script)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("(?m)^--.*\\R", "").replace(";", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Connection connection() throws SQLException {
        return dataSource.getConnection();
    }

    static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(TIMEOUT_SECONDS);
        return statement;
    }

    interface Values<T> {
        void set(PreparedStatement insert, T row) throws SQLException;
    }

    /** Inserts all in a transaction of their own, or none if the database refuses one; says whether it did. */
    static <T> boolean insertedTogether(Connection connection, String sql, List<T> rows, Values<T> values)
            throws SQLException {
        try (PreparedStatement insert = prepared(connection, sql)) {
            for (T row : rows) {
                values.set(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            return false;
        }
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Without automatic commits; changes that aren't committed in the end are rolled back. */
    <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                return work.on(connection);
            } finally {
                // Anything that wasn't committed failed.
                connection.rollback();
                connection.setAutoCommit(before);
            }
        }
    }
}
