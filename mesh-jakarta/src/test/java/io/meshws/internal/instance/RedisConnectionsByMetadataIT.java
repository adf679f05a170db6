package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.meshws.MeshConfig;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisConnectionsByMetadataIT extends ConnectionsByMetadataContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void anInstanceThatIsCutOffHoldsUpNobody() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance cutOff = onRedis(cable.uri().toString(), MeshConfig.builder())) {
            TestClient unreachable = with(cutOff, "{\"team\":\"red\"}");
            TestClient near = with(here, "{\"team\":\"red\"}");
            TestClient far = with(there, "{\"team\":\"red\"}");
            cable.shut();
            Eventually.holds(() -> !cutOff.mesh.isClusterAvailable());
            assertEquals(
                    Set.of(unreachable.id(), near.id(), far.id()),
                    get(here.mesh.connections().findWhere(team("red"))).keySet());
            assertEquals(3, get(here.mesh.connections().sendWhere(team("red"), "go", 1)));
            far.event("go");
            assertEquals(2, get(here.mesh.connections().closeWhere(team("red"))));
            Eventually.holds(() -> far.closeCode() != null);
            assertNull(unreachable.closeCode());
        }
    }

    @Test
    void manyConnectionsAreFoundAPageAtATime() {
        for (int i = 0; i < 2500; i++) {
            there.connect();
        }
        TestClient one = with(there, "{\"team\":\"red\"}");
        Eventually.holds(
                () -> get(here.mesh.connections().findWhere(any -> true)).size() == 2501);
        assertEquals(
                Set.of(one.id()),
                get(here.mesh.connections().findWhere(team("red"))).keySet());
    }
}
