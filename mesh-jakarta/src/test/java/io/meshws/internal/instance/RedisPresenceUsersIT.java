package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisPresenceUsersIT extends PresenceUsersContract {
    @Override
    TestInstance newInstance() {
        return onRedis();
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void aUserOfAKilledInstanceStaysWithAnotherTabAndLeavesOnceWithTheLast() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = onRedis(cable.uri().toString())) {
            track(dying);
            TestClient watcher = here.connect();
            TestClient connections = there.connect();
            subscribe(watcher, "lobby", BY_USER);
            subscribe(connections, "lobby");
            TestClient killed = connect(dying, "ann");
            TestClient alone = connect(dying, "bob");
            TestClient last = connect(here, "ann");
            get(dying.mesh.rooms().add("lobby", killed.id()));
            get(dying.mesh.rooms().add("lobby", alone.id()));
            get(here.mesh.rooms().add("lobby", last.id()));
            Eventually.holds(() -> updates(connections).size() == 3);
            assertEquals(
                    Map.of("ann", Set.of(killed.id(), last.id()), "bob", Set.of(alone.id())),
                    get(there.mesh.presence().presentUsers("lobby")));
            cable.shut();
            passing(() -> updates(connections).size() == 5);
            Eventually.holds(() -> updates(watcher).equals(List.of("join ann", "join bob", "leave bob")));
            assertEquals(
                    Map.of("ann", Set.of(last.id())), get(there.mesh.presence().presentUsers("lobby")));
            last.vanish();
            Eventually.holds(() -> updates(connections).size() == 6);
            Eventually.holds(() -> updates(watcher).equals(List.of("join ann", "join bob", "leave bob", "leave ann")));

            // It was only cut off: its connections, and with them their users, come back.
            cable.open();
            passing(() -> updates(connections).size() == 8);
            Eventually.holds(() -> updates(watcher).size() == 6);
            assertEquals(
                    Set.of("join ann", "join bob"), Set.copyOf(updates(watcher).subList(4, 6)));
        }
    }
}
