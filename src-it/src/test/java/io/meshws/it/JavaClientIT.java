package io.meshws.it;

import io.meshws.conformance.Exchange;
import io.meshws.conformance.NotConformingException;
import io.meshws.conformance.ServerCheck;
import io.meshws.it.conformance.ConformanceApplication;
import io.meshws.it.live.LiveData;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java client over two instances with one Redis, as any client sees them. The test that kills one comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JavaClientIT {
    private static final int LAST = 2;
    private static final Duration PING_INTERVAL = Duration.ofSeconds(3);

    private static TwoInstances instances;

    static List<Exchange> exchanges() {
        return ServerCheck.exchanges();
    }

    @BeforeAll
    static void start() {
        instances = new TwoInstances(
                Map.of("mesh.latency-interval", "1s", "mesh.ping-interval", PING_INTERVAL.toSeconds() + "s"),
                LiveData.class,
                ConformanceApplication.class);
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    /** The clients of an exchange are connected to the instances in turn. */
    @ParameterizedTest
    @MethodSource("exchanges")
    @Order(1)
    void theServerDoesItsPartOfEachExchange(Exchange exchange) throws NotConformingException, InterruptedException {
        ServerCheck.run(List.of(instances.one().uri("/mesh"), instances.two().uri("/mesh")), exchange);
    }

    /** The short form of {@link SoakIT}, with the same seed each time. */
    @Test
    @Order(1)
    void clientsWithBadLinksAreToldTheTruth() {
        List<URI> uris = List.of(instances.one().uri("/mesh"), instances.two().uri("/mesh"));
        try (Soak soak = new Soak(uris, PING_INTERVAL, 2, 10)) {
            soak.run(Duration.ZERO, 60, Duration.ofSeconds(20));
            System.out.printf("short soak on %s: %s%n", ServerKind.current(), soak.report());
        }
    }

    @Test
    @Order(LAST)
    void aJavaClientKeepsAllThatItDoesWhenItsInstanceIsKilled() {
        Survival.assertNothingIsLost(instances);
    }
}
