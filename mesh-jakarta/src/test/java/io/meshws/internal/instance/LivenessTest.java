package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.InFlight;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int INTERVAL = 10;

    private TestInstance instance;

    @BeforeEach
    void start() {
        instance = instance(1);
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private static TestInstance instance(int maxMissedPongs) {
        return instance(INTERVAL, maxMissedPongs);
    }

    private static TestInstance instance(int pingInterval, int maxMissedPongs) {
        return new TestInstance(
                Clusters.memory(),
                MeshConfig.builder()
                        .set(MeshProperty.PING_INTERVAL, Duration.ofSeconds(pingInterval))
                        .set(MeshProperty.LATENCY_INTERVAL, Duration.ofSeconds(5))
                        .set(MeshProperty.MAX_MISSED_PONGS, maxMissedPongs)
                        .build());
    }

    private void seconds(int seconds, Runnable eachSecond) {
        for (int i = 0; i < seconds; i++) {
            instance.clock.advance(SECOND);
            instance.mesh.tick();
            eachSecond.run();
        }
    }

    @Test
    void aClientIsPingedOnceAnInterval() {
        TestClient a = instance.connect();
        seconds(5 * INTERVAL, () -> a.sendText("{\"id\":0,\"command\":\"pong\",\"payload\":{}}"));
        assertEquals(5, a.events("ping").size());
        assertEquals("{}", a.events("ping").get(0).toString());
        assertNull(a.closeCode());
        assertTrue(a.received().stream().noneMatch(frame -> frame.containsKey("id")), "a pong gets no reply");
    }

    @Test
    void aClientThatIsGoneIsFoundInTimeAndCleanedUpOnce() {
        TestClient a = instance.connect();
        get(instance.mesh.rooms().add("lobby", a.id()));
        seconds(3 * INTERVAL, () -> a.sendText("{\"command\":\"pong\"}"));
        seconds(2 * INTERVAL, () -> {});
        assertEquals(4002, a.closeCode());
        assertEquals(Set.of(), get(instance.mesh.rooms().members("lobby")));
        a.vanish();
        assertEquals(1, instance.closed.size());
        assertEquals(4002, instance.closed.get(0).code());
        a.sendText("{\"id\":1,\"command\":\"mesh/noop\"}");
        assertTrue(a.received().stream().noneMatch(frame -> frame.containsKey("id")));
    }

    @Test
    void aPeerThatNeverCompletesTheCloseIsGoneAllTheSame() {
        instance.close();
        instance = instance(2);
        TestClient a = instance.connectStuck();
        seconds(2 * INTERVAL, () -> {});
        assertTrue(a.connection().isOpen());
        assertEquals(Map.of(), new Gauges(instance.mesh).getRefusals());
        seconds(INTERVAL, () -> {});
        assertEquals(1, instance.closed.size());
        assertEquals(Map.of("4002", 1L), new Gauges(instance.mesh).getRefusals());
        assertEquals(Set.of(), get(instance.mesh.connections().ids()));
    }

    @Test
    void anyFrameIsASignOfLife() {
        TestClient a = instance.connect();
        TestClient b = instance.connect();
        TestClient c = instance.connect();
        seconds(5 * INTERVAL, () -> {
            a.sendText("{\"command\":\"mesh/noop\"}");
            b.sendText("not even JSON");
            instance.mesh.binary(c.connection(), null);
        });
        assertEquals(List.of(), instance.closed);
    }

    @Test
    void aClientThatAnswersEveryPingStaysPresentHoweverOftenItIsPinged() {
        instance.close();
        instance = instance(1, 3);
        Duration ttl = Duration.ofMillis(300);
        instance.mesh.presence().track("lobby", ttl);
        TestClient a = instance.connect();
        get(instance.mesh.rooms().add("lobby", a.id()));
        // The deadlines are the store's, by the time of day.
        long begun = System.nanoTime();
        Eventually.holds(() -> {
            seconds(1, () -> a.sendText("{\"command\":\"pong\"}"));
            assertEquals(Set.of(a.id()), get(instance.mesh.presence().present("lobby")));
            return System.nanoTime() - begun > 2 * ttl.toNanos();
        });
    }

    @Test
    void aClientIsAliveWhileItsCommandRuns() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        instance.mesh.registry().expose("slow", context -> {
            begun.countDown();
            end.await();
            return null;
        });
        TestClient a = instance.connect();
        Thread container = new Thread(() -> a.request("slow", "1"));
        container.start();
        begun.await();
        seconds(5 * INTERVAL, () -> {});
        assertTrue(a.connection().isOpen());
        end.countDown();
        container.join();
        // Its frames from the meantime are still to be read.
        seconds(INTERVAL, () -> {});
        assertTrue(a.connection().isOpen());
        seconds(INTERVAL, () -> {});
        assertEquals(4002, a.closeCode());
    }

    @Test
    void aFailureInATickDoesNotKeepTheRestFromIt() {
        TestClient a = instance.connect();
        a.connection().inFlight().begin(new InFlight() {
            @Override
            public long deadline() {
                return Long.MIN_VALUE / 2;
            }

            @Override
            public void expire() {
                throw new NoClassDefFoundError("on purpose");
            }

            @Override
            public void abandon() {}
        });
        seconds(INTERVAL, () -> {});
        assertEquals(1, a.events("ping").size());
    }

    @Test
    void theRoundTripIsMeasured() {
        TestClient a = instance.connect();
        assertEquals(Optional.empty(), a.connection().latency());
        seconds(5, () -> {});
        assertEquals(1, a.events("latency:request").size());
        instance.clock.advance(Duration.ofMillis(42));
        a.sendText("{\"id\":3,\"command\":\"latency:response\",\"payload\":{}}");
        a.sendText("{\"id\":4,\"command\":\"latency:response\",\"payload\":{}}");
        assertEquals(1, a.events("latency").size());
        long measured = a.connection().latency().orElseThrow().toMillis();
        assertEquals(42, measured % 1000, "asked in some earlier second");
        assertEquals(
                Json.readTrusted(Long.toString(measured)), a.events("latency").get(0));
        seconds(5, () -> {});
        assertEquals(2, a.events("latency:request").size());
    }

    @Test
    void aClientThatDoesNotAnswerAMeasurementIsAskedOnce() {
        TestClient a = instance.connect();
        seconds(3 * INTERVAL, () -> a.sendText("{\"command\":\"pong\"}"));
        assertEquals(1, a.events("latency:request").size());
        assertNull(a.closeCode());
    }
}
