package io.meshws.it;

import io.meshws.testing.Eventually;
import io.meshws.testing.Lapse;
import java.time.Duration;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A server with a heap of 512 MB and 1000 well-behaved clients, and what happens when 200 hostile ones come. */
final class FloodRun implements AutoCloseable {
    static final int REGULARS = 1000;
    private static final int HOSTILE = 200;
    /** In the warm-up each client asks so many times a second. */
    private static final int HASTE = 10;

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final Duration CONNECTING = Duration.ofMinutes(1);

    private final String name;
    private final String path;
    private final ServerProcess server;

    /** @param path of an endpoint that echoes */
    FloodRun(String name, WebArchive war, String path) {
        this.name = name;
        this.path = path;
        server = ServerProcess.launch(war, Map.of(ServerKind.HEAP, "512m")).awaitReady();
        try (Regulars hasty = connect(HASTE)) {
            Lapse.of(WARM_UP);
            report("warm-up: %s", hasty.answers());
        }
    }

    private Regulars connect(int timesASecond) {
        Regulars all = new Regulars(server.uri(path), REGULARS, timesASecond);
        Eventually.holds("all are connected", CONNECTING, () -> all.open() == REGULARS);
        return all;
    }

    /** Prints how long the well-behaved ones wait for answers, without and with the hostile ones. */
    Outcome bear(Flood flood) {
        try (Regulars regulars = connect(1)) {
            regulars.answers();
            Duration before = server.cpu();
            Lapse.of(MEASURED);
            Regulars.Answers undisturbed = regulars.answers();
            Duration quiet = server.cpu().minus(before);
            long bytes;
            try (RawClients hostile = new RawClients(server.uri(path), HOSTILE, flood)) {
                Lapse.of(MEASURED);
                Regulars.Answers disturbed = regulars.answers();
                Duration busy = server.cpu().minus(before).minus(quiet);
                bytes = Jcmd.objects(server.pid()).bytes();
                report(
                        "%s: %s; before %s; %.1f times the p99; processor %d %% of one, before %d %%; %d MB alive; %d"
                                + " hostile connections open, %d ended by the server",
                        flood,
                        disturbed,
                        undisturbed,
                        disturbed.p99() / undisturbed.p99(),
                        percent(busy),
                        percent(quiet),
                        bytes >> 20,
                        hostile.open(),
                        hostile.ended());
            }
            return new Outcome(
                    regulars.lost(), regulars.open(), bytes, server.log().contains("OutOfMemoryError"));
        }
    }

    /**
     * @param lost how many of the well-behaved ones were disconnected
     * @param open how many of them are connected when the hostile ones are gone
     * @param bytes how much of the heap was in use
     */
    record Outcome(int lost, int open, long bytes, boolean ranOutOfMemory) {}

    private static long percent(Duration time) {
        return 100 * time.toMillis() / MEASURED.toMillis();
    }

    private void report(String what, Object... arguments) {
        System.out.printf("floods on %s, %s: %s%n", ServerKind.current(), name, String.format(what, arguments));
    }

    @Override
    public void close() {
        server.close();
    }
}
