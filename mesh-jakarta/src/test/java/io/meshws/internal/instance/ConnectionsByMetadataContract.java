package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The promises about finding connections by their metadata, sending to them and closing them, on every engine. */
abstract class ConnectionsByMetadataContract extends MeshSetting {
    TestClient with(TestInstance instance, String metadata) {
        TestClient client = instance.connect();
        get(here.mesh.connections().setMetadata(client.id(), json(metadata)));
        return client;
    }

    static Predicate<JsonValue> team(String name) {
        return metadata -> metadata instanceof JsonObject object
                && object.get("team") instanceof JsonString team
                && team.getString().equals(name);
    }

    @Test
    void connectionsAreFoundByTheirMetadataOnAllInstances() {
        TestClient a = with(here, "{\"team\":\"red\",\"n\":1}");
        TestClient b = with(there, "{\"team\":\"red\"}");
        TestClient c = with(there, "{\"team\":\"blue\"}");
        TestClient none = here.connect();
        Map<String, JsonValue> red =
                Map.of(a.id(), json("{\"team\":\"red\",\"n\":1}"), b.id(), json("{\"team\":\"red\"}"));
        for (TestInstance any : List.of(here, there)) {
            assertEquals(red, get(any.mesh.connections().findWhere(team("red"))));
            assertEquals(Map.of(), get(any.mesh.connections().findWhere(team("green"))));
            Eventually.holds(() -> get(any.mesh.connections().findWhere(JsonValue.NULL::equals))
                    .equals(Map.of(none.id(), JsonValue.NULL)));
        }
        a.vanish();
        Eventually.holds(() ->
                get(there.mesh.connections().findWhere(team("red"))).keySet().equals(Set.of(b.id())));
        assertEquals(
                Set.of(c.id()),
                get(here.mesh.connections().findWhere(team("blue"))).keySet());
    }

    @Test
    void aConditionThatThrowsFailsTheStage() {
        with(there, "1");
        RuntimeException thrown = new IllegalStateException("my own");
        Predicate<JsonValue> broken = metadata -> {
            throw thrown;
        };
        assertSame(thrown, failure(here.mesh.connections().findWhere(broken)));
        assertSame(thrown, failure(here.mesh.connections().sendWhere(broken, "e", 1)));
        assertSame(thrown, failure(here.mesh.connections().closeWhere(broken)));
    }

    @Test
    void eventsSentByMetadataReachThoseConnectionsAndNoOthers() {
        TestClient a = with(here, "{\"team\":\"red\"}");
        TestClient b = with(there, "{\"team\":\"red\"}");
        TestClient c = with(there, "{\"team\":\"red\"}");
        TestClient d = with(there, "{\"team\":\"blue\"}");
        assertEquals(3, get(here.mesh.connections().sendWhere(team("red"), "go", Map.of("n", 1))));
        assertEquals(0, get(here.mesh.connections().sendWhere(team("green"), "go", 2)));
        get(here.mesh.broadcast("end", null));
        for (TestClient client : List.of(a, b, c, d)) {
            client.event("end");
            assertEquals(client == d ? List.of() : List.of(json("{\"n\":1}")), client.events("go"));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> here.mesh.connections().sendWhere(team("red"), "mesh/record-update", 1));
    }

    @Test
    void connectionsAreClosedByTheirMetadataByTheirOwners() {
        TestClient a = with(here, "{\"team\":\"red\"}");
        TestClient b = with(there, "{\"team\":\"red\"}");
        TestClient c = with(there, "{\"team\":\"blue\"}");
        get(there.mesh.rooms().add("lobby", b.id()));
        assertEquals(2, get(here.mesh.connections().closeWhere(team("red"))));
        for (TestClient closed : List.of(a, b)) {
            Eventually.holds(() -> closed.closeCode() != null);
            assertEquals(1000, closed.closeCode());
        }
        assertNull(c.closeCode());
        Eventually.holds(
                () -> get(here.mesh.connections().findWhere(team("red"))).isEmpty());
        Eventually.holds(() -> get(here.mesh.rooms().members("lobby")).isEmpty());
        assertEquals(0, get(here.mesh.connections().closeWhere(team("red"))));
    }
}
