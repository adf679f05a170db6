package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshMXBean.Latency;
import io.meshws.internal.connection.Connection;
import io.meshws.testing.Clusters;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GaugesTest {
    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final Gauges gauges = new Gauges(instance.mesh);

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void anInstanceReportsItselfAndItsConnections() {
        instance.mesh.channels().expose("news");
        TestClient a = instance.connect();
        TestClient b = instance.connect();
        a.call("mesh/subscribe-channel", "{\"channel\":\"news\"}");
        assertEquals(instance.mesh.instanceId(), gauges.getInstanceId());
        assertTrue(gauges.isClusterAvailable());
        assertEquals(2, gauges.getConnections());
        assertEquals(1, gauges.getSubscriptions());
        b.vanish();
        assertEquals(1, gauges.getConnections());
    }

    @Test
    void commandsAndRequestsInFlightAreCounted() {
        CompletableFuture<String> later = new CompletableFuture<>();
        List<Integer> running = new ArrayList<>();
        instance.mesh.registry().expose("later", context -> {
            running.add(gauges.getInFlight());
            return later;
        });
        TestClient a = instance.connect();
        a.request("later", "1");
        a.request("later", "1");
        assertEquals(List.of(1, 2), running);
        a.connection().request("question", null, String.class, Duration.ofMinutes(1));
        assertEquals(3, gauges.getInFlight());
        later.complete("done");
        assertEquals(1, gauges.getInFlight());
    }

    @Test
    void messagesThatWaitToBeSentAreCounted() {
        ManualTransport transport = new ManualTransport();
        Connection slow = instance.connect(transport);
        assertEquals(0, gauges.getQueuedFrames());
        transport.hold();
        slow.sendFrame("123");
        slow.sendFrame("4567");
        instance.connect();
        assertEquals(2, gauges.getQueuedFrames());
        assertEquals(7, gauges.getQueuedCharacters());
        transport.release();
        assertEquals(1, gauges.getQueuedFrames());
        assertEquals(4, gauges.getQueuedCharacters());
    }

    @Test
    void latenciesAreThoseOfTheOpenConnectionsThatWereMeasured() {
        assertLatency(0, 0, 0, 0, 0);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TestClient client = instance.connect();
            clients.add(client);
            client.connection().pulse().measure(instance.clock.getAsLong());
        }
        instance.connect();
        // From 0.5 ms on, in steps of as much.
        for (TestClient client : clients) {
            instance.clock.advance(Duration.ofNanos(500_000));
            client.sendText("{\"command\":\"latency:response\"}");
        }
        assertLatency(200, 50.25, 50, 99, 100);
        for (TestClient client : clients.subList(1, 200)) {
            client.vanish();
        }
        assertLatency(1, 0.5, 0.5, 0.5, 0.5);
    }

    private void assertLatency(int count, double mean, double median, double percentile99, double max) {
        Latency latency = gauges.getLatency();
        assertEquals(count, latency.getCount());
        assertEquals(mean, latency.getMean(), 1e-4);
        assertEquals(median, latency.getMedian(), 1e-4);
        assertEquals(percentile99, latency.getPercentile99(), 1e-4);
        assertEquals(max, latency.getMax(), 1e-4);
    }
}
