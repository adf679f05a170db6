package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.presence.Tracking;
import io.meshws.protocol.Json;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that has no free thread considers no client dead. */
class BusyServerIT {
    private static final int THREADS = 12;
    private static final int HELD_SECONDS = 4;

    @Test
    void clientsThatAServerWithoutThreadsDoesNotHearStayConnected() throws Exception {
        try (ServerProcess server = ServerProcess.launch(
                                Wars.withMesh().addPackage(Tracking.class.getPackage()),
                                Map.of(
                                        ServerKind.THREADS,
                                        String.valueOf(THREADS),
                                        "mesh.command-timeout",
                                        "60s",
                                        "mesh.ping-interval",
                                        "1s",
                                        "mesh.max-missed-pongs",
                                        "1",
                                        "mesh.security",
                                        "open"))
                        .awaitReady();
                Cable cable = new Cable(server.uri("/mesh"));
                Visitors visitors = new Visitors("room:" + UUID.randomUUID())) {
            List<Visitor> quiet = visitors.crowd(20, server);
            List<Visitor> busy = visitors.crowd(2 * THREADS, server);
            List<Visitor> lost = visitors.crowd(5, cable.uri());
            long begun = System.nanoTime();
            JsonValue seconds = Json.readTrusted(String.valueOf(HELD_SECONDS));

            List<CompletableFuture<JsonValue>> held =
                    busy.stream().map(each -> each.call("hold-for", seconds)).toList();

            for (CompletableFuture<JsonValue> each : held) {
                assertEquals(JsonValue.TRUE, each.get(WireClient.SOON.toSeconds(), TimeUnit.SECONDS));
            }
            assertTrue(
                    System.nanoTime() - begun
                            >= Duration.ofSeconds(2 * HELD_SECONDS).toNanos(),
                    "half of them waited for a thread");
            int pings = quiet.get(0).pings();
            Eventually.holds("pings go on", WireClient.SOON, () -> quiet.get(0).pings() > pings + 3);
            for (List<Visitor> all : List.of(quiet, busy, lost)) {
                IntStream.range(0, all.size())
                        .forEach(i -> assertTrue(all.get(i).isOpen(), () -> i + " of " + all.size() + " closed"));
            }

            cable.pull();

            visitors.awaitKnown(Visitors.ids(quiet, busy), visitors.followers(1, server));
        }
    }
}
