package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many handshakes at once, on a server with the commands of {@code io.meshws.it.handshake}. */
final class Handshakes {
    private static final int COUNT = 100;

    private Handshakes() {}

    /**
     * The objects that containers pass to a configurator may be shared by all connections; the data that mesh keeps
     * there must not be.
     */
    static void assertEachIsSeenByItsOwnConnection(URI server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(COUNT);
        List<WireClient> connected = new ArrayList<>();
        try {
            CountDownLatch start = new CountDownLatch(COUNT);
            List<Future<WireClient>> connecting = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                Map<String, String> headers = Map.of("X-Test", "number " + i);
                URI uri = URI.create(server + "?q=" + i);
                connecting.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return WireClient.connect(uri, headers);
                }));
            }
            for (Future<WireClient> each : connecting) {
                connected.add(each.get(60, TimeUnit.SECONDS));
            }
            Map<String, String> expected = new HashMap<>();
            Map<String, String> seen = new HashMap<>();
            for (int i = 0; i < COUNT; i++) {
                WireClient client = connected.get(i);
                String first = client.await(frame -> frame.contains("\"mesh/assign-id\""), WireClient.SOON);
                String id = Json.readTrusted(first).asJsonObject().getString("payload");
                client.send("{\"id\":1,\"command\":\"handshake\"}");
                expected.put(id, "[\"number " + i + "\"] [\"" + i + "\"]");
                String reply = client.await(frame -> frame.startsWith("{\"id\":1,"), WireClient.SOON);
                JsonObject payload = Json.readTrusted(reply).asJsonObject().getJsonObject("payload");
                seen.put(payload.getString("id"), payload.get("header") + " " + payload.get("query"));
            }
            assertEquals(COUNT, expected.size());
            assertEquals(expected, seen);
        } finally {
            connected.forEach(WireClient::close);
            threads.shutdownNow();
        }
    }
}
