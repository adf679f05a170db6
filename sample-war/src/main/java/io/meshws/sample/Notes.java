package io.meshws.sample;

import io.meshws.Records;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Records that every client may write, and records that only the server writes: a clock. */
@ApplicationScoped
public class Notes {
    @Inject
    private Records records;

    private ScheduledExecutorService clock;

    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.exposeWritable(Pattern.compile("note:.*"));
        records.expose(Pattern.compile("stat:.*"));
        // The JDK's, so that the sample runs on servers without Jakarta Concurrency too.
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sample-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleAtFixedRate(this::tellTheTime, 0, 1, TimeUnit.SECONDS);
    }

    /** Of several instances the first one of each second writes; for the others nothing changes. */
    private void tellTheTime() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        records.write("stat:clock", Map.of("time", now.toString()));
    }

    @PreDestroy
    void stop() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }
}
