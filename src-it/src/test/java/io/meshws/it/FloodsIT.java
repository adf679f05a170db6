package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.team.TeamCommands;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hostile clients don't cost well-behaved ones their connection, nor the server its memory: 1000 of these and 200 of each kind of those,
 * on a heap of 512 MB. Prints how long the well-behaved ones wait for answers, without and with the hostile ones.
 */
@Tag("long")
class FloodsIT {
    private static final int REGULARS = 1000;
    private static final int HOSTILE = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration CONNECTING = Duration.ofMinutes(1);
    private static final long MAX_HEAP = 400 << 20;

    private static ServerProcess server;

    private Regulars regulars;

    @BeforeAll
    static void start() {
        server = ServerProcess.launch(Wars.withMesh().addPackage(TeamCommands.class.getPackage()), Map.of())
                .awaitReady();
        try (Regulars first = connect()) {
            pass(WARM_UP);
            report("warm-up: %s", first.answers());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Regulars connect() {
        Regulars all = new Regulars(server.uri("/mesh"), REGULARS);
        Eventually.holds("all are connected", CONNECTING, () -> all.open() == REGULARS);
        return all;
    }

    @BeforeEach
    void connectRegulars() {
        regulars = connect();
    }

    @AfterEach
    void closeRegulars() {
        regulars.close();
    }

    @ParameterizedTest
    @EnumSource
    void floodsCostNobodyElseTheConnectionNorTheServerItsMemory(Flood flood) {
        regulars.answers();
        Duration before = server.cpu();
        pass(MEASURED);
        Regulars.Answers undisturbed = regulars.answers();
        Duration quiet = server.cpu().minus(before);

        try (RawClients hostile = new RawClients(server.uri("/mesh"), HOSTILE, flood)) {
            pass(MEASURED);
            Regulars.Answers disturbed = regulars.answers();
            Duration busy = server.cpu().minus(before).minus(quiet);
            long bytes = Jcmd.objects(server.pid()).bytes();
            report(
                    "%s: %s; before %s; %.1f times the p99; processor %d %% of one, before %d %%; %d MB alive; %d hostile"
                            + " connections open, %d ended by the server",
                    flood,
                    disturbed,
                    undisturbed,
                    disturbed.p99() / undisturbed.p99(),
                    percent(busy),
                    percent(quiet),
                    bytes >> 20,
                    hostile.open(),
                    hostile.ended());

            assertEquals(0, regulars.lost());
            assertTrue(bytes < MAX_HEAP, bytes + " bytes");
            assertFalse(server.log().contains("OutOfMemoryError"));
        }
        assertEquals(REGULARS, regulars.open());
    }

    private static long percent(Duration time) {
        return 100 * time.toMillis() / MEASURED.toMillis();
    }

    private static void pass(Duration time) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                .join();
    }

    private static void report(String what, Object... arguments) {
        System.out.printf("floods on %s: %s%n", ServerKind.current(), String.format(what, arguments));
    }
}
