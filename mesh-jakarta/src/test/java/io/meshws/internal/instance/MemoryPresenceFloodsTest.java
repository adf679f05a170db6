package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.meshws.protocol.CloseCode;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MemoryPresenceFloodsTest extends PresenceFloodsContract {
    @Override
    TestInstance newInstance() {
        return onMemory();
    }

    @Test
    void aClientIsClosedIfItsReplyIsHeldForTooManyJoinsAndLeaves() {
        here.mesh
                .registry()
                .use(
                        (context, chain) -> chain.proceed().thenCompose(result -> new CompletableFuture<>()),
                        List.of("mesh/subscribe-presence"));
        TestClient watcher = here.connect();
        watcher.request("mesh/subscribe-presence", LOBBY);
        TestClient a = here.connect();
        for (int i = 0; i < 8192; i++) {
            get(here.mesh.rooms().add("lobby", a.id()));
            get(here.mesh.rooms().remove("lobby", a.id()));
        }
        assertNull(watcher.closeCode());
        get(here.mesh.rooms().add("lobby", a.id()));
        assertEquals(CloseCode.SLOW_CONSUMER.number(), watcher.closeCode());
    }
}
