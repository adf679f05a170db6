package io.meshws.internal.record;

import io.meshws.Guard;
import io.meshws.Records;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Selector;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.time.Lookout;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How long records exist after their last write, and the search for expired ones. Thread-safe. */
final class RecordLives {
    /** The time of a record begins a little after its deadline was noted. */
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final Cluster cluster;
    private final Lookout lookout;
    /** An exposure finds the setting of a name; its guards are never asked. */
    private final Exposure<Duration> lives;

    private volatile boolean any;

    RecordLives(Cluster cluster, Environment environment, FailureLog failures) {
        this.cluster = cluster;
        this.lookout = new Lookout(environment.scheduler(), environment.nanos(), this::look, this::expire);
        this.lives = new Exposure<>(failures);
    }

    void add(Selector records, Duration life) {
        lives.add(records, Guard.ANYONE, checked(life));
        any = true;
    }

    private static Duration checked(Duration life) {
        Objects.requireNonNull(life, "life");
        if (life.compareTo(Records.MIN_LIFE) < 0 || life.compareTo(Records.MAX_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "A record must exist for 1 s to " + Records.MAX_LIFE.toDays() + " days, found " + life);
        }
        return life;
    }

    private Optional<Duration> of(String recordId) {
        return any ? lives.settingOf(recordId) : Optional.empty();
    }

    /** Whether the record has an end, if it's written here. */
    boolean isLimited(String recordId) {
        return of(recordId).isPresent();
    }

    /**
     * The record is about to be written.
     *
     * @return how long it exists then, in ms; 0 if it stays until it's deleted
     */
    long begin(String recordId) {
        Optional<Duration> life = of(recordId);
        life.ifPresent(time -> lookout.endsIn(time.plus(MOMENT)));
        return life.map(Duration::toMillis).orElse(0L);
    }

    /** Called about once a second. */
    void tick() {
        if (any) {
            look();
        }
    }

    private void look() {
        if (cluster.isAvailable()) {
            lookout.look();
        }
    }

    private CompletionStage<Optional<Duration>> expire() {
        return Attempt.of(() -> cluster.records().expire()).thenApply(next -> next.map(time -> time.plus(MOMENT)));
    }

    void stop() {
        lookout.stop();
    }
}
