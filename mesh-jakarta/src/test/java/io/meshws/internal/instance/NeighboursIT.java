package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshws.ClusterUnavailableException;
import io.meshws.InstanceGone;
import io.meshws.InstanceJoined;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instances that see others come and go, and those that are cut off. */
class NeighboursIT extends DyingSetting {
    private static List<String> seen(TestInstance instance) {
        return instance.instances.stream()
                .map(event -> event instanceof InstanceJoined joined
                        ? "joined " + joined.instance().id()
                        : "gone " + ((InstanceGone) event).instance().id())
                .toList();
    }

    private static void sees(TestInstance here, List<String> events) {
        Eventually.equal("seen", events, () -> {
            here.clock.advance(Duration.ofSeconds(1));
            here.mesh.tick();
            return seen(here);
        });
    }

    @Test
    void anInstanceThatStopsIsGoneAndOneThatIsKilledToo() {
        TestInstance here = instance();
        TestInstance stopping = instance();
        Cable cable = cable();
        String stops = stopping.mesh.instanceId();
        sees(here, List.of("joined " + stops));
        TestInstance dying = instance(cable.uri().toString());
        String dies = dying.mesh.instanceId();
        sees(here, List.of("joined " + stops, "joined " + dies));

        stopping.close();
        sees(here, List.of("joined " + stops, "joined " + dies, "gone " + stops));
        cable.shut();
        sees(here, List.of("joined " + stops, "joined " + dies, "gone " + stops, "gone " + dies));

        assertEquals(
                List.of(here.mesh.instanceId()),
                get(here.mesh.instances()).stream().map(each -> each.id()).toList());
        assertEquals(":1", EmbeddedRedis.shared().command("HLEN {" + prefix + ":instances}:descriptions"));
        assertInstanceOf(ClusterUnavailableException.class, failure(dying.mesh.instances()));

        cable.open();
        Eventually.holds(dying.mesh::isClusterAvailable);
        sees(here, List.of("joined " + stops, "joined " + dies, "gone " + stops, "gone " + dies, "joined " + dies));
    }
}
