package io.meshws.sample;

import io.meshws.Records;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;

/** Records that every client may write, and records that only the server writes: a clock. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Notes {
    @Inject
    private Records records;

    @PostConstruct
    void expose() {
        records.exposeWritable(Pattern.compile("note:.*"));
        records.expose(Pattern.compile("stat:.*"));
    }

    /** Of several instances the first one of each second writes; for the others nothing changes. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void tellTheTime() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        records.write("stat:clock", Map.of("time", now.toString()));
    }
}
