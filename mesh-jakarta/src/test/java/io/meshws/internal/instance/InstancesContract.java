package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.InstanceInfo;
import io.meshws.InstanceJoined;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The list of instances, and the events when one comes or goes. */
abstract class InstancesContract extends MeshSetting {
    /** An instance describes itself right after it joined, so it may have joined without being described yet. */
    InstanceInfo info(TestInstance asked, TestInstance about) {
        AtomicReference<InstanceInfo> found = new AtomicReference<>();
        Eventually.holds("described", () -> {
            get(asked.mesh.instances()).stream()
                    .filter(each -> each.id().equals(about.mesh.instanceId()))
                    .forEach(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    @Test
    void anInstanceDescribesItselfAndHowManyClientsItHas() {
        there.mesh.describe(new Self("till", Optional.of("192.0.2.7"), Optional.of("1.2")));
        there.connect();
        there.connect().vanish();
        there.connect();
        there.mesh.tick();

        Eventually.equal("connections", 2, () -> info(here, there).connections());
        InstanceInfo info = info(here, there);
        assertEquals("till", info.name());
        assertEquals(Optional.of("192.0.2.7"), info.address());
        assertEquals(Optional.of("1.2"), info.version());

        there.connect();
        there.mesh.tick();
        Eventually.equal("connections", 3, () -> info(here, there).connections());
        assertEquals(info.since(), info(here, there).since());
    }

    @Test
    void unknownPartsAreEmpty() {
        InstanceInfo info = info(here, there);

        assertEquals(there.mesh.instanceId(), info.name());
        assertEquals(Optional.empty(), info.address());
        assertEquals(Optional.empty(), info.version());
    }

    @Test
    void anInstanceSeesTheOthersOnceAndNotItself() {
        for (int i = 0; i < 3; i++) {
            here.mesh.tick();
        }

        Eventually.equal("seen", hasSeveral() ? 1 : 0, () -> {
            here.mesh.tick();
            return here.instances.size();
        });
        here.instances.forEach(event -> assertEquals(
                there.mesh.instanceId(), ((InstanceJoined) event).instance().id()));
    }

    @Test
    void anObserverThatThrowsIsLogged() {
        assumeTrue(hasSeveral());
        try (CapturedLog log = new CapturedLog()) {
            here.observer = event -> {
                throw new IllegalStateException("I throw");
            };
            Eventually.holds(() -> {
                here.mesh.tick();
                return !log.withId("MESH-0014").isEmpty();
            });
        }
        assertFalse(get(here.mesh.instances()).isEmpty());
        assertEquals(List.of(), here.instances);
    }
}
