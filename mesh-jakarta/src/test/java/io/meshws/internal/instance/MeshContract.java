package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.Audience;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about broadcasts and the end of an instance, on every engine. */
abstract class MeshContract extends MeshSetting {
    @Test
    void broadcastsReachTheirAudienceOnEveryInstance() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        TestClient c = there.connect();
        get(here.mesh.rooms().add("room", a.id()));
        get(here.mesh.rooms().add("room", b.id()));

        get(here.mesh.broadcast("all", "1"));
        get(here.mesh.broadcast(Audience.everyone().except(b.id()), "all-but-b", "2"));
        get(here.mesh.broadcastRoom("room", "room", "3"));
        get(here.mesh.broadcast(Audience.room("room").except(a.connection()), "room-but-a", "4"));
        get(here.mesh.broadcast(Audience.connections(a.id(), c.id(), "nobody", "XXXX.y"), "chosen", "5"));
        get(here.mesh.broadcast(Audience.connections(List.of(b.id(), c.id())).except(c.id()), "chosen-but-c", "6"));
        get(here.mesh.broadcast("end", null));

        assertEquals(JsonValue.NULL, a.event("end"));
        b.event("end");
        c.event("end");
        assertEquals(List.of("all", "all-but-b", "room", "chosen", "end"), names(a));
        assertEquals(List.of("all", "room", "room-but-a", "chosen-but-c", "end"), names(b));
        assertEquals(List.of("all", "all-but-b", "chosen", "end"), names(c));
    }

    private static List<String> names(TestClient client) {
        return client.received().stream()
                .map(frame -> frame.getString("command"))
                .filter(name -> !name.startsWith("mesh/"))
                .toList();
    }

    @Test
    void aSenderIsHeardInOrder() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        get(here.mesh.rooms().add("room", a.id()));
        get(here.mesh.rooms().add("room", b.id()));
        int n = 3000;
        CompletionStage<Void> last = null;
        for (int i = 0; i < n; i++) {
            last = i % 3 == 0 ? here.mesh.broadcast("n", i) : here.mesh.broadcastRoom("room", "n", i);
        }
        get(last);
        List<JsonValue> expected =
                IntStream.range(0, n).mapToObj(i -> json(Integer.toString(i))).toList();
        Eventually.holds(() -> b.events("n").size() >= n);
        assertEquals(expected, a.events("n"));
        assertEquals(expected, b.events("n"));
    }

    @Test
    void eventsOfMeshCannotBeForged() {
        assertThrows(IllegalArgumentException.class, () -> here.mesh.broadcast("mesh/record-update", 1));
    }

    @Test
    void stoppingClosesConnectionsAndLeavesNothing() {
        TestInstance leaving = newInstance();
        TestClient a = leaving.connect();
        get(leaving.mesh.rooms().add("lobby", a.id()));
        leaving.close();
        assertEquals(1001, a.closeCode());
        if (hasSeveral()) {
            assertEquals(Set.of(), get(here.mesh.rooms().members("lobby")));
            assertEquals(Set.of(), get(here.mesh.connections().ids()));
            assertEquals("EGONE", code(here.mesh.rooms().add("lobby", a.id())));
        }
    }
}
