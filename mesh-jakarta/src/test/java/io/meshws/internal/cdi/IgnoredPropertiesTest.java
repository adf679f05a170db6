package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.testing.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The application's own MeshConfig replaces all properties, and says so if there are any. */
class IgnoredPropertiesTest {
    private static final MeshConfig OWN = MeshConfig.builder()
            .set(MeshProperty.PING_INTERVAL, Duration.ofSeconds(7))
            .build();

    @AfterEach
    void clear() {
        System.clearProperty("mesh.ping-interval");
        System.clearProperty("mesh.max-rooms");
    }

    @Test
    void propertiesWithoutEffectAreNamedInOneLine() {
        System.setProperty("mesh.ping-interval", "1s");
        System.setProperty("mesh.max-rooms", "not even a number");
        try (CapturedLog log = new CapturedLog();
                CdiInstance application = new CdiInstance(OWN)) {
            assertEquals(Duration.ofSeconds(7), application.mesh().config().get(MeshProperty.PING_INTERVAL));
            assertEquals(1, log.withId("MESH-0016").size());
            String said = log.withId("MESH-0016").get(0);
            assertTrue(said.contains("mesh.ping-interval") && said.contains("mesh.max-rooms"), said);
        }
    }

    @Test
    void withoutAnyNothingIsSaid() {
        try (CapturedLog log = new CapturedLog();
                CdiInstance application = new CdiInstance(OWN)) {
            assertTrue(application.mesh().config().get(MeshProperty.MAX_ROOMS) > 0);
            assertEquals(0, log.withId("MESH-0016").size());
        }
    }
}
