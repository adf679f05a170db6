package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.AuthenticationMode;
import io.meshws.Authenticator;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Transport;
import io.meshws.protocol.CloseCode;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read their frames, and connect again as soon as they are closed. */
class SlowClientsTest {
    private static final int MANY = 30;
    private static final int LOGGED = 8;

    /** The length of a frame; two of them for each client fill the total that may wait. */
    private static final int LENGTH = (int) (Runtime.getRuntime().maxMemory() / 100 / (2 * MANY));

    private final List<Integer> closed = new ArrayList<>();

    /** To a client that lets no send end. */
    private final class Unread implements Transport {
        @Override
        public void send(String frame, Done done) {}

        @Override
        public void close(int code, String reason) {
            closed.add(code);
        }
    }

    private final TestInstance instance = new TestInstance(
            Clusters.memory(),
            MeshConfig.builder()
                    .set(MeshProperty.OUTBOX_MAX_MESSAGES, 10)
                    .set(MeshProperty.OUTBOX_MAX_SIZE, Integer.MAX_VALUE)
                    .set(MeshProperty.OUTBOX_MAX_HEAP, 1)
                    .build());

    private final CapturedLog log = new CapturedLog("io.meshws.internal.connection");

    @AfterEach
    void stop() {
        log.close();
        instance.close();
    }

    @Test
    void theLogNamesAFewAndCountsTheOthers() {
        Stream.generate(Unread::new).limit(MANY).forEach(instance::connect);
        for (int i = 0; i < 20; i++) {
            get(instance.mesh.broadcast("news", i));
        }
        assertEquals(Collections.nCopies(MANY, CloseCode.SLOW_CONSUMER.number()), closed);
        assertCounted(instance, MeshProperty.OUTBOX_MAX_MESSAGES, MANY);
        List<String> told = log.withId("MESH-0301");
        assertEquals(LOGGED, told.size());
        assertTrue(
                told.stream()
                        .allMatch(line -> line.startsWith("WARNING MESH-0301 Closing connection ")
                                && line.contains(", whose client does not keep up: ")),
                () -> "" + told);
        instance.clock.advance(Duration.ofMinutes(1));
        instance.mesh.tick();
        String last = log.withId("MESH-0301").get(LOGGED);
        assertTrue(last.contains("further clients; again, " + (MANY - LOGGED) + " times"), last);
    }

    /** Each is below its own limits. */
    @Test
    void allOutboxesTogetherAreBoundedAndAClientThatReadsIsNotClosed() {
        Stream.generate(Unread::new).limit(MANY).forEach(instance::connect);
        TestClient reading = instance.connect();
        String text = "x".repeat(LENGTH);
        for (int i = 0; i < 3; i++) {
            get(instance.mesh.broadcast("news", text));
        }
        assertEquals(List.of(), closed, "it may be a burst");
        assertEquals(3, reading.events("news").size());

        instance.clock.advance(Duration.ofSeconds(1));
        instance.mesh.tick();

        assertEquals(Collections.nCopies(MANY / 3 + 1, CloseCode.SLOW_CONSUMER.number()), closed);
        assertCounted(instance, MeshProperty.OUTBOX_MAX_HEAP, MANY / 3 + 1);
        assertTrue(log.withId("MESH-0301").get(0).contains("for all clients together"), () -> "" + log);
        get(instance.mesh.broadcast("news", "short"));
        assertEquals(4, reading.events("news").size());
        assertTrue(reading.connection().isOpen());
    }

    /** They are sent errors, and their waiting frames count. */
    @Test
    void clientsThatDoNotSignInGiveWayToo() {
        MeshConfig config = MeshConfig.builder()
                .set(MeshProperty.AUTHENTICATION, AuthenticationMode.REQUIRED)
                .set(MeshProperty.AUTHENTICATION_TIMEOUT, Duration.ofHours(1))
                .set(MeshProperty.OUTBOX_MAX_AGE, Duration.ofSeconds(5))
                .build();
        Authenticator nobody = (connection, credential) -> CompletableFuture.completedStage(Optional.empty());
        try (TestInstance guarded = new TestInstance(Clusters.memory(), config, Runnable::run, nobody)) {
            guarded.connect(new Unread());
            for (int i = 0; i < 6; i++) {
                guarded.clock.advance(Duration.ofSeconds(1));
                guarded.mesh.tick();
            }
            assertEquals(List.of(CloseCode.SLOW_CONSUMER.number()), closed);
            assertCounted(guarded, MeshProperty.OUTBOX_MAX_AGE, 1);
        }
    }

    private static void assertCounted(TestInstance instance, MeshProperty<?> limit, long times) {
        assertEquals(Map.of("4001", times, limit.toString(), times), new Gauges(instance.mesh).getRefusals());
    }

    @Test
    void aPauseOfTheInstanceClosesNobodyWhoseFrameWasBeingSent() {
        instance.connect(new Unread());
        instance.clock.advance(Duration.ofMinutes(5));
        instance.mesh.tick();
        assertEquals(List.of(), closed);
    }
}
