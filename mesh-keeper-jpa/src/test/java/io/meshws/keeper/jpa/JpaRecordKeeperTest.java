package io.meshws.keeper.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import io.meshws.spi.RecordKeeperContract;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JpaRecordKeeperTest extends RecordKeeperContract {
    private final EntityManagerFactory units = Persistence.createEntityManagerFactory(
            "records",
            Map.of(
                    "jakarta.persistence.jdbc.url",
                    "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000",
                    "jakarta.persistence.jdbc.driver",
                    "org.h2.Driver"));
    private final JpaRecordKeeper keeper = new JpaRecordKeeper(units);

    @Override
    protected RecordKeeper keeper() {
        return keeper;
    }

    @AfterEach
    void close() {
        units.close();
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
