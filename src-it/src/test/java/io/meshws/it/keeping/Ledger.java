package io.meshws.it.keeping;

import io.meshws.Channels;
import io.meshws.Guard;
import io.meshws.KeepOptions;
import io.meshws.RecordQuery;
import io.meshws.Records;
import io.meshws.keeper.jdbc.JdbcChannelKeeper;
import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;

/** Accounts, seals and the messages of trails in a database that all instances share, if there is one. */
@ApplicationScoped
public class Ledger {
    /** The property with its address. */
    public static final String DATABASE = "it.database";

    void open(@Observes @Initialized(ApplicationScoped.class) Object start, Records records, Channels channels)
            throws SQLException {
        String url = System.getProperty(DATABASE);
        if (url == null) {
            return;
        }
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl(url);
        JdbcRecordKeeper keeper = new JdbcRecordKeeper(database).createTable();
        Pattern accounts = Pattern.compile("account:.+");
        records.index(accounts);
        records.exposeCollection("from-before", (caller, id) -> RecordQuery.of(accounts));
        records.keep(accounts, keeper);
        records.keep(Pattern.compile("seal:.+"), keeper, KeepOptions.WRITE_THROUGH);
        records.exposeWritable(Pattern.compile("(account|seal):.+"));
        Pattern trails = Pattern.compile("trail:.+");
        channels.keep(trails, new JdbcChannelKeeper(database).createTable());
        channels.expose(trails, Guard.ANYONE, 5);
        channels.exposePublish(trails);
    }
}
