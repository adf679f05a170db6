package io.meshws.keeper.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import io.meshws.spi.RecordKeeperContract;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The promises of a keeper, and those of this one, whatever the database and the provider. */
abstract class JpaRecordKeeperContract extends RecordKeeperContract {
    static final String ECLIPSELINK = "org.eclipse.persistence.jpa.PersistenceProvider";
    static final String HIBERNATE = "org.hibernate.jpa.HibernatePersistenceProvider";

    private JdbcRecordKeeper jdbc;
    private EntityManagerFactory units;
    private JpaRecordKeeper keeper;

    /** One that nobody used before; the same each time. */
    abstract DataSource database();

    /** The class of the provider. */
    abstract String provider();

    @Override
    protected RecordKeeper keeper() throws Exception {
        jdbc = new JdbcRecordKeeper(database()).createTable();
        units = Persistence.createEntityManagerFactory(
                "records",
                Map.of("jakarta.persistence.provider", provider(), "jakarta.persistence.nonJtaDataSource", database()));
        keeper = new JpaRecordKeeper(units);
        return keeper;
    }

    @AfterEach
    void close() {
        if (units != null) {
            units.close();
        }
    }

    @Test
    void aBatchWithARefusedRecordFailsAsAWhole() throws Exception {
        KeptRecord good = record("good", 1, "1");
        assertThrows(refusal(), () -> keeper.save(List.of(good, refused())));
        assertEquals(Set.of(), loaded("good"));
        keeper.save(List.of(good));
        assertEquals(Set.of(good), loaded("good"));
    }

    @Test
    void theTableIsThatOfTheKeeperForJdbc() throws Exception {
        KeptRecord byJdbc = record("a", 1, "1");
        jdbc.save(List.of(byJdbc));
        assertEquals(Set.of(byJdbc), loaded("a"));
        KeptRecord later = record("a", 2, null);
        keeper.delete(List.of(later));
        assertEquals(List.of(later), List.copyOf(jdbc.load(Set.of("a"))));
        assertEquals(Set.of("a"), keeper.save(List.of(byJdbc)));
    }

    @Test
    void aTransactionOfTheServerIsJoined() throws Exception {
        List<String> steps = new ArrayList<>();
        JpaRecordKeeper ofServer = new JpaRecordKeeper(units, task -> {
            steps.add("begin");
            // A local unit can't join, which tells that it was asked to.
            assertThrows(RuntimeException.class, task::run);
            throw new IllegalStateException("rolled back");
        });
        assertThrows(IllegalStateException.class, () -> ofServer.save(List.of(record("a", 1, "1"))));
        assertEquals(List.of("begin"), steps);
        assertEquals(Set.of(), loaded("a"));
    }
}
