package io.meshws.it;

import io.meshws.it.admission.Passes;
import io.meshws.it.figures.GuardedEcho;
import io.meshws.it.team.TeamCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures the cost of limits and identity: the processor time of an echo, on a server that has them all and on one without,
 * in turn. Prints figures.
 */
@Tag("long")
class SecurityFiguresIT {
    /** Each waits for its echo. */
    private static final int CONNECTIONS = 100;

    private static final int ROUNDS = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(3);

    /** Far above the real rate, so that everything is counted and nothing refused. */
    private static final String MANY = "100000000";

    private static final Map<String, String> LIMITED = Map.of(
            "mesh.authentication", "required",
            "mesh.max-connections", MANY,
            "mesh.max-connections-per-address", MANY,
            "mesh.max-connections-per-user", MANY,
            "mesh.commands-per-second", MANY,
            "mesh.user-commands-per-second", MANY);

    private static final Map<String, String> UNLIMITED = Map.of(
            "mesh.security", "open",
            "mesh.max-connections", "0",
            "mesh.max-connections-per-user", "0");

    @Test
    void costOfLimitsAndIdentity() throws Exception {
        try (ServerProcess with = ServerProcess.launch(
                        Wars.withMesh(GuardedEcho.class).addPackage(Passes.class.getPackage()), LIMITED);
                ServerProcess without =
                        ServerProcess.launch(Wars.withMesh().addPackage(TeamCommands.class.getPackage()), UNLIMITED)) {
            with.awaitReady();
            without.awaitReady();
            try (EchoRate clerk = EchoRate.ofMany(CONNECTIONS, with.uri("/mesh"), Map.of("Pass", "clerk ada"));
                    EchoRate nobody = EchoRate.ofMany(CONNECTIONS, without.uri("/mesh"), Map.of())) {
                measure(with, clerk, WARM_UP);
                measure(without, nobody, WARM_UP);
                List<Double> ofClerk = new ArrayList<>();
                List<Double> ofNobody = new ArrayList<>();
                List<Double> ratios = new ArrayList<>();
                for (int i = 0; i < ROUNDS; i++) {
                    // Each is the first one as often as the other.
                    if (i % 2 == 0) {
                        ofNobody.add(measure(without, nobody, MEASURED));
                        ofClerk.add(measure(with, clerk, MEASURED));
                    } else {
                        ofClerk.add(measure(with, clerk, MEASURED));
                        ofNobody.add(measure(without, nobody, MEASURED));
                    }
                    ratios.add(ofClerk.get(i) / ofNobody.get(i));
                }
                System.out.printf(
                        "limits and identity on %s: an echo takes %.1f us of processor time with them, %.1f without (medians"
                                + " of %d rounds); ratio within a round: %.3f (quartiles %.3f to %.3f)%n",
                        ServerKind.current(),
                        quantile(ofClerk, 2),
                        quantile(ofNobody, 2),
                        ROUNDS,
                        quantile(ratios, 2),
                        quantile(ratios, 1),
                        quantile(ratios, 3));
            }
        }
    }

    /** The processor time of an echo, in us. */
    private static double measure(ServerProcess server, EchoRate rate, Duration time) {
        long echoes = rate.count();
        Duration before = server.cpu();
        rate.begin(CONNECTIONS);
        rate.measure(time);
        rate.pause();
        return server.cpu().minus(before).toNanos() / 1000.0 / (rate.count() - echoes);
    }

    /** The first to third quartile. */
    private static double quantile(List<Double> figures, int quarters) {
        return figures.stream()
                .sorted()
                .skip((long) figures.size() * quarters / 4)
                .findFirst()
                .orElseThrow();
    }
}
