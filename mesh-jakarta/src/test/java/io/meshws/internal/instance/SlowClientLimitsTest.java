package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.Clusters;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit of what waits for a client, from both sides of its edge. */
class SlowClientLimitsTest {
    private static final int FRAMES = 10;
    private static final int CHARACTERS = 1000;
    private static final Duration AGE = Duration.ofSeconds(5);
    private static final String EVENT = "{\"command\":\"news\",\"payload\":\"\"}";

    enum Edge {
        MESSAGES(MeshProperty.OUTBOX_MAX_MESSAGES) {
            @Override
            void reach(SlowClientLimitsTest client, int beyond) {
                for (int sent = 1; sent < FRAMES + beyond; sent++) {
                    client.send(EVENT.length());
                }
            }
        },

        SIZE(MeshProperty.OUTBOX_MAX_SIZE) {
            @Override
            void reach(SlowClientLimitsTest client, int beyond) {
                client.fill(CHARACTERS + beyond);
            }
        },

        HEAP(MeshProperty.OUTBOX_MAX_HEAP) {
            @Override
            MeshConfig.Builder settings() {
                return super.settings()
                        .set(MeshProperty.OUTBOX_MAX_SIZE, Integer.MAX_VALUE)
                        .set(MeshProperty.OUTBOX_MAX_HEAP, 1);
            }

            @Override
            void reach(SlowClientLimitsTest client, int beyond) {
                client.pass(Duration.ofSeconds(1));
                client.fill(Runtime.getRuntime().maxMemory() / 100 + beyond);
            }
        },

        AGE_OF_A_FRAME(MeshProperty.OUTBOX_MAX_AGE) {
            @Override
            void reach(SlowClientLimitsTest client, int beyond) {
                for (int second = 1; second <= AGE.toSeconds(); second++) {
                    client.pass(Duration.ofSeconds(1));
                    client.instance.mesh.tick();
                }
                client.pass(Duration.ofNanos(beyond));
                client.instance.mesh.tick();
            }
        };

        final MeshProperty<?> limit;

        Edge(MeshProperty<?> limit) {
            this.limit = limit;
        }

        MeshConfig.Builder settings() {
            return MeshConfig.builder()
                    .set(MeshProperty.OUTBOX_MAX_MESSAGES, FRAMES)
                    .set(MeshProperty.OUTBOX_MAX_SIZE, CHARACTERS)
                    .set(MeshProperty.OUTBOX_MAX_AGE, AGE);
        }

        /** @param beyond how far beyond the limit */
        abstract void reach(SlowClientLimitsTest client, int beyond);
    }

    private final ManualTransport transport = new ManualTransport().hold();
    private TestInstance instance;

    private void send(long length) {
        get(instance.mesh.broadcast("news", "x".repeat((int) length - EVENT.length())));
    }

    /** So much waits, with the frame that every client is sent first. */
    private void fill(long length) {
        send(length - transport.sent().get(0).length());
    }

    private void pass(Duration time) {
        instance.clock.advance(time);
    }

    @ParameterizedTest
    @EnumSource
    void theLastThatMayWaitWaits(Edge edge) {
        try (TestInstance started =
                new TestInstance(Clusters.memory(), edge.settings().build())) {
            instance = started;
            instance.connect(transport);
            edge.reach(this, 0);
            assertEquals(List.of(), transport.closeCodes());
            assertEquals(Map.of(), new Gauges(instance.mesh).getRefusals());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstBeyondItClosesTheClientAndIsCountedByTheSetting(Edge edge) {
        try (TestInstance started =
                new TestInstance(Clusters.memory(), edge.settings().build())) {
            instance = started;
            instance.connect(transport);
            edge.reach(this, 1);
            assertEquals(List.of(4001), transport.closeCodes());
            assertEquals(Map.of("4001", 1L, edge.limit.toString(), 1L), new Gauges(instance.mesh).getRefusals());
        }
    }
}
