package io.meshws.sample.demo;

import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.MeshServer;
import io.meshws.Records;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.MergeStrategy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Tells the time once a second and, if it knows its address, that this instance can be reached there. */
@ApplicationScoped
public class Instance {
    /** Whether a visitor may end the process, to watch what happens. For demonstrations only. */
    private static final boolean MAY_STOP = Boolean.getBoolean("sample.may-stop");

    /** The address of this instance for browsers, such as {@code http://localhost:8080/}. */
    private static final String ADDRESS = System.getProperty("sample.address");

    @Inject
    private MeshServer mesh;

    @Inject
    private Records records;

    private ScheduledExecutorService clock;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.expose(Pattern.compile("stat:.+"));
        // The JDK's, so that the sample runs on servers without Jakarta Concurrency too.
        clock = Executors.newSingleThreadScheduledExecutor();
        clock.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    /** The instance that serves the page, and whether it may be killed. */
    @Command("instance")
    public Map<String, Object> instance() {
        return Map.of("name", name(), "mayStop", MAY_STOP);
    }

    private String name() {
        return ADDRESS == null
                ? mesh.instanceId().substring(0, 8)
                : URI.create(ADDRESS).getAuthority();
    }

    /** If there are several instances, the first one in each second writes the time; the others' writes change nothing. */
    private void tick() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        records.write("stat:clock", Map.of("time", now.toString()));
        if (ADDRESS != null) {
            records.write(
                    "stat:instances",
                    Map.of(name(), Map.of("address", ADDRESS, "seen", now.getEpochSecond())),
                    MergeStrategy.MERGE);
        }
    }

    /** As a crash would: no goodbye, and nothing is cleaned up. */
    @Command("stop-instance")
    public void stopInstance() {
        if (!MAY_STOP) {
            throw new CommandException(ErrorCode.EFORBIDDEN, "Start the sample with -Dsample.may-stop=true");
        }
        Runtime.getRuntime().halt(1);
    }

    @PreDestroy
    void close() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }
}
