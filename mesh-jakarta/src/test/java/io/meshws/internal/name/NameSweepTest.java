package io.meshws.internal.name;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.NameFreed;
import io.meshws.NameTaken;
import io.meshws.internal.cluster.NameStore.Claim;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.testing.Clusters;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualClock;
import io.meshws.testing.RecordingReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameSweepTest {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock();
    private final MemoryCluster cluster = Clusters.memory();
    private final List<String> freed = new ArrayList<>();
    private final NameSweep sweep = new NameSweep(
            cluster,
            GRACE,
            new NameEvents(
                    new NameObserver() {
                        @Override
                        public void taken(NameTaken event) {}

                        @Override
                        public void freed(NameFreed event) {
                            freed.add(event.holder().name());
                        }
                    },
                    () -> () -> {},
                    new AppStages(Runnable::run),
                    new FailureLog(clock)),
            new Environment(Runnable::run, clock, clock));

    @BeforeEach
    void oneNameIsOverdue() {
        get(cluster.start(new RecordingReceiver()));
        Claim claim = new Claim("till", cluster.instanceId() + ".1", "me", false);
        get(cluster.names().take(claim, false, false));
        get(cluster.names().leave(List.of(claim), Duration.ofMillis(1)));
        Eventually.holds(() -> get(cluster.names().read("till", false)).isEmpty());
    }

    @AfterEach
    void stop() {
        get(cluster.stop());
    }

    @Test
    void anInstanceThatJoinsIsNotPatient() {
        sweep.rejoined(clock.getAsLong());
        assertFalse(sweep.isPatient());
        sweep.look();
        assertEquals(List.of("till"), freed);
    }

    @Test
    void anInstanceThatRejoinedWaitsForOneGraceAndNotForATickMore() {
        sweep.rejoined(clock.getAsLong());
        sweep.rejoined(clock.getAsLong());
        sweep.look();
        assertEquals(0, clock.planned());
        clock.advance(GRACE.minusSeconds(1));
        sweep.look();
        assertTrue(sweep.isPatient());
        assertEquals(Optional.of(Duration.ofSeconds(1)), clock.next());
        assertEquals(List.of(), freed);
        clock.advance(Duration.ofSeconds(1));
        assertFalse(sweep.isPatient());
        assertEquals(List.of("till"), freed);
    }

    @Test
    void nothingIsPlannedAfterTheInstanceStopped() {
        sweep.stop();
        sweep.left();
        assertEquals(0, clock.planned());
    }
}
