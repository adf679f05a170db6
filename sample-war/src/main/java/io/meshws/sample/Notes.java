package io.meshws.sample;

import io.meshws.CommandChain;
import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshContext;
import io.meshws.Records;
import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import io.meshws.protocol.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Sticky notes: one record for each room, with its notes by id. Everybody reads it, visitors write it. The guard says who; this
 * middleware says what, and its reason reaches the page. They are kept in a database, here a file that all instances of a user
 * share, and outlive everything else.
 */
@ApplicationScoped
@DataSourceDefinition(
        name = Notes.DATABASE,
        className = "org.h2.jdbcx.JdbcDataSource",
        url = "jdbc:h2:~/.mesh-sample/notes;AUTO_SERVER=TRUE;DB_CLOSE_DELAY=-1;WRITE_DELAY=0",
        user = "sample",
        password = "sample")
@ForCommands({"mesh/publish-record-update", "mesh/transaction"})
public class Notes implements CommandMiddleware {
    private static final Pattern BOARD = Pattern.compile("note:[a-z0-9-]{1,24}");

    static final String DATABASE = "java:app/jdbc/notes";

    @Resource(lookup = DATABASE)
    private DataSource database;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start, Records records) throws SQLException {
        records.keep(BOARD, new JdbcRecordKeeper(database).createTable());
        records.expose(BOARD);
        records.exposeWritable(BOARD, (connection, id) -> connection.principal().isPresent());
    }

    /** The part of a write, or of a transaction with several, that this middleware reads. */
    public record Write(String recordId, JsonValue newValue, JsonObject options, List<Write> operations) {

        boolean merges() {
            return options != null && options.getString("strategy", "").equals("deepMerge");
        }
    }

    @Override
    public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
        checkWrite(context.payload(Write.class));
        return chain.proceed();
    }

    private static void checkWrite(Write write) {
        if (write != null && write.operations() != null) {
            write.operations().forEach(Notes::checkWrite);
        }
        if (write != null && BOARD.matcher(String.valueOf(write.recordId())).matches()) {
            check(write.merges() && write.newValue() instanceof JsonObject, "Notes are written one by one, by merging");
            write.newValue().asJsonObject().forEach(Notes::checkNote);
        }
    }

    private static void checkNote(String id, JsonValue note) {
        check(id.matches("[\\w-]{1,40}"), "This is no id of a note");
        if (id.equals("pinned")) {
            throw new CommandException(ErrorCode.EFORBIDDEN, "The server pinned this note: it can't be changed");
        }
        check(note == JsonValue.NULL || note instanceof JsonObject, "A note is an object, or null to remove it");
        if (note instanceof JsonObject members) {
            members.forEach((name, value) -> check(fits(name, value), "This does not fit a note: " + name));
        }
    }

    private static boolean fits(String name, JsonValue value) {
        return switch (name) {
            case "x", "y" -> value instanceof JsonNumber n && n.doubleValue() >= 0 && n.doubleValue() <= 1;
            case "hue" -> value instanceof JsonNumber n && n.doubleValue() >= 0 && n.doubleValue() < 360;
            case "text" -> value instanceof JsonString s && s.getString().length() <= 240;
            default -> false;
        };
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new CommandException(ErrorCode.EVALIDATION, message);
        }
    }
}
