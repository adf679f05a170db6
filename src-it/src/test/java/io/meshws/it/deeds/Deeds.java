package io.meshws.it.deeds;

import io.meshws.KeepOptions;
import io.meshws.Records;
import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import io.meshws.keeper.jpa.JpaRecordKeeper;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Deeds and stamps in the table of a persistence unit; the archive says where the database is. */
@ApplicationScoped
public class Deeds {
    /** Of the data source. */
    public static final String NAME = "java:app/jdbc/deeds";

    /** The persistence unit. */
    public static final String PERSISTENCE =
            """
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
              <persistence-unit name="deeds" transaction-type="JTA">
                <jta-data-source>%s</jta-data-source>
                <class>io.meshws.keeper.jpa.RecordRow</class>
                <exclude-unlisted-classes/>
              </persistence-unit>
            </persistence>
            """
                    .formatted(NAME);

    @Resource(lookup = NAME)
    private DataSource database;

    @PersistenceUnit(unitName = "deeds")
    private EntityManagerFactory units;

    /** The descriptor of a web application whose data source has this address. */
    public static String descriptor(String url) {
        return """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <data-source>
                    <name>%s</name>
                    <class-name>org.h2.jdbcx.JdbcDataSource</class-name>
                    <url>%s</url>
                  </data-source>
                </web-app>
                """
                .formatted(NAME, url);
    }

    void open(@Observes @Initialized(ApplicationScoped.class) Object start, Records records, Batches batches)
            throws SQLException {
        new JdbcRecordKeeper(database).createTable();
        JpaRecordKeeper keeper = new JpaRecordKeeper(units, batches);
        records.keep(Pattern.compile("deed:.+"), keeper);
        records.keep(Pattern.compile("stamp:.+"), keeper, KeepOptions.WRITE_THROUGH);
        records.exposeWritable(Pattern.compile("(deed|stamp):.+"));
    }
}
