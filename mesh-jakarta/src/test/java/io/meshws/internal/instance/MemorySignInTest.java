package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import org.junit.jupiter.api.Test;

class MemorySignInTest extends SignInContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(Clusters.memory(), settings().build(), Runnable::run, authenticator());
    }

    @Test
    void ifItIsOptionalClientsAreServedAndMaySignIn() {
        MeshConfig config = MeshConfig.builder().build();
        try (TestInstance optional = new TestInstance(Clusters.memory(), config, Runnable::run, authenticator())) {
            TestClient ann = optional.connect();
            assertFalse(ann.received().get(0).containsKey("authenticate"));
            assertEquals(1, optional.opened.size());
            assertEquals(json("{\"principal\":\"ann\"}"), ann.call("mesh/authenticate", "{\"credential\":\"ann\"}"));
            assertEquals("ann", ann.connection().principal().orElseThrow().getName());
            assertEquals(1, optional.opened.size());
        }
    }

    @Test
    void withoutAnAuthenticatorThereIsNothingToSignInTo() {
        try (TestInstance none =
                new TestInstance(Clusters.memory(), MeshConfig.builder().build())) {
            TestClient ann = none.connect();
            assertEquals("ENOTFOUND", code(ann.call("mesh/authenticate", "{\"credential\":\"ann\"}")));
            assertEquals(null, ann.closeCode());
        }
    }
}
