package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.meshws.it.ticks.TickCommands;
import io.meshws.testing.Eventually;
import io.meshws.testing.Lapse;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cost of idle clients. Prints figures; {@code CONTRIBUTING.md} says how to run it. */
@Tag("long")
class IdleConnectionsIT {
    private static final int CONNECTIONS = 10_000;
    private static final int OTHER_FILES = 1000;
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration MEASURED = Duration.ofMinutes(2);
    private static final Duration CONNECTING = Duration.ofMinutes(3);
    private static final String NEVER = "24h";
    private static final String INTERVAL = "30s";
    private static final double MAX_PERCENT = 5;

    @Test
    void pingsTo10000IdleConnectionsCostOneTimerAndLessThan5PercentOfACore() {
        assertEnoughFiles();
        double idle = percentOfACore(NEVER, NEVER);
        double pinged = percentOfACore(INTERVAL, NEVER);
        double measured = percentOfACore(INTERVAL, "5s");

        report("%d connections: pings every %s cost %.1f %% of a core", CONNECTIONS, INTERVAL, pinged - idle);
        report("%d connections: measuring latency every 5 s costs %.1f %% more", CONNECTIONS, measured - pinged);
        assertTrue(pinged - idle < MAX_PERCENT, pinged - idle + " % of a core");
    }

    /** For a server with this many connections, pings and measurements. */
    private static double percentOfACore(String pingInterval, String latencyInterval) {
        Map<String, String> properties = Map.of(
                "mesh.ping-interval",
                pingInterval,
                "mesh.latency-interval",
                latencyInterval,
                // Without pings WildFly would end them.
                ServerKind.IDLE_MILLIS,
                String.valueOf(Duration.ofDays(1).toMillis()));
        try (ServerProcess server = ServerProcess.launch(
                                Wars.withMesh().addPackage(TickCommands.class.getPackage()), properties)
                        .awaitReady();
                IdleClients clients = new IdleClients(server.uri("/mesh"), CONNECTIONS)) {
            Eventually.holds("all are connected", CONNECTING, () -> clients.open() == CONNECTIONS);
            Lapse.of(WARM_UP);
            long pings = clients.pings();
            long measurements = clients.measurements();
            Duration before = server.cpu();
            long begun = System.nanoTime();
            Lapse.of(MEASURED);
            double percent = 100.0 * server.cpu().minus(before).toNanos() / (System.nanoTime() - begun);

            assertEquals(0, clients.lost());
            try (Visitor visitor = Visitor.connect(server.uri("/mesh"))) {
                assertEquals(1, ((JsonNumber) visitor.ask("timers", JsonValue.NULL)).intValue());
            }
            List<String> threads = Jcmd.threads(server.pid());
            report(
                    "%d connections, pings every %s, latency every %s: %.1f %% of a core, %d pings/s, %d measurements/s,"
                            + " 1 EJB timer, %d threads, %d of mesh",
                    CONNECTIONS,
                    pingInterval,
                    latencyInterval,
                    percent,
                    (clients.pings() - pings) / MEASURED.toSeconds(),
                    (clients.measurements() - measurements) / MEASURED.toSeconds(),
                    threads.size(),
                    threads.stream().filter(line -> line.startsWith("\"mesh")).count());
            return percent;
        }
    }

    private static void assertEnoughFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long files = system.getMaxFileDescriptorCount();
            assertTrue(
                    files >= CONNECTIONS + OTHER_FILES,
                    "A process may open " + files + " files, and " + (CONNECTIONS + OTHER_FILES)
                            + " are needed: say ulimit -n " + (CONNECTIONS + OTHER_FILES));
        }
    }

    private static void report(String what, Object... arguments) {
        System.out.printf("idle on %s: %s%n", ServerKind.current(), String.format(what, arguments));
    }
}
