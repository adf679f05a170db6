package io.meshws.it;

import io.meshws.it.live.LiveData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Java clients with bad links for ten minutes, or for as long as {@code -Dit.soak=PT3M} says; {@code -Dit.soak.seed} repeats a run. */
@Tag("long")
class SoakIT {
    private static final Duration TIME = Duration.parse(System.getProperty("it.soak", "PT10M"));
    private static final long SEED = Long.getLong("it.soak.seed", System.nanoTime());

    @Test
    void clientsWithBadLinksAreToldTheTruth() {
        System.out.printf("soak on %s: %s, seed %d%n", ServerKind.current(), TIME, SEED);
        try (TwoInstances instances = new TwoInstances(Map.of("mesh.ping-interval", "1s"), LiveData.class);
                Soak soak = new Soak(
                        List.of(instances.one().uri("/mesh"), instances.two().uri("/mesh")),
                        Duration.ofSeconds(1),
                        4,
                        SEED)) {
            soak.run(TIME, 100, Duration.ofSeconds(20));
            System.out.printf("soak on %s: %s%n", ServerKind.current(), soak.report());
        }
    }
}
