package io.meshws.it;

import io.meshws.it.live.LiveData;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Java client over two instances with one Redis. */
class JavaClientIT {
    @Test
    void a_java_client_keeps_all_that_it_does_when_its_instance_is_killed() {
        try (TwoInstances instances = new TwoInstances(Map.of("mesh.latency-interval", "1s"), LiveData.class)) {
            Survival.assertNothingIsLost(instances);
        }
    }
}
