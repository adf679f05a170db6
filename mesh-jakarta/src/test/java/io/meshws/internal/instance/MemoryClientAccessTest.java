package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.SecurityMode;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryClientAccessTest extends ClientAccessContract {
    @Override
    TestInstance newInstance() {
        return onMemory(MeshConfig.builder());
    }

    @Test
    void ifSecurityIsOpenMetadataIsOpenUntilAGuardDecides() {
        try (TestInstance open = onMemory(MeshConfig.builder().set(MeshProperty.SECURITY, SecurityMode.OPEN))) {
            TestClient a = open.connect();
            TestClient b = open.connect();
            a.call("mesh/set-my-connection-metadata", "{\"metadata\":1}");
            get(open.mesh.rooms().setMetadata("lobby", Map.of()));
            String metadataOfA = "{\"connectionId\":\"" + a.id() + "\"}";
            String lobby = "{\"roomName\":\"lobby\"}";
            assertEquals(json("{\"metadata\":1}"), b.call("mesh/get-connection-metadata", metadataOfA));
            assertEquals(json("{\"metadata\":{}}"), b.call("mesh/get-room-metadata", lobby));

            open.mesh.connections().exposeMetadata((connection, id) -> false);
            open.mesh.connections().exposeOwnMetadata((connection, id) -> false);
            open.mesh.rooms().exposeMetadata("lobby", (connection, id) -> false);
            assertEquals("EFORBIDDEN", code(b.call("mesh/get-connection-metadata", metadataOfA)));
            assertEquals("EFORBIDDEN", code(b.call("mesh/get-room-metadata", lobby)));
            assertEquals("EFORBIDDEN", code(b.call("mesh/set-my-connection-metadata", "{\"metadata\":1}")));
        }
    }
}
