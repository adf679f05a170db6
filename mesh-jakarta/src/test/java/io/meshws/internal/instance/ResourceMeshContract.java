package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The tests of resource-mesh 0.5.1 in translation, a class for each of its four files with the four assertions of each:
 * server and clients become instances. Then the promises of its readme that its tests don't show.
 */
abstract class ResourceMeshContract extends MeshSetting {
    private final String run = UUID.randomUUID().toString();
    private final List<TestInstance> more = new ArrayList<>();

    @AfterEach
    void stopMore() {
        more.forEach(TestInstance::leave);
    }

    private TestInstance third() {
        if (!hasSeveral()) {
            return here;
        }
        TestInstance third = newInstance();
        more.add(third);
        return third;
    }

    /** The name, for this run alone: the originals' tests share one table, and so would notice nothing. */
    private String named(String event) {
        return event + "-" + run;
    }

    private CompletableFuture<JsonValue> next(TestInstance instance, String event) {
        CompletableFuture<JsonValue> heard = new CompletableFuture<>();
        get(instance.mesh
                .events()
                .<JsonValue>on(named(event), JsonValue.class, heard::complete)
                .ready());
        return heard;
    }

    private List<JsonValue> all(TestInstance instance, String event) {
        List<JsonValue> heard = new CopyOnWriteArrayList<>();
        get(instance.mesh
                .events()
                .<JsonValue>on(named(event), JsonValue.class, heard::add)
                .ready());
        return heard;
    }

    private void emit(TestInstance instance, String event, Object payload) {
        get(instance.mesh.events().emit(named(event), payload));
    }

    @Nested
    class BasicTests {
        @Test
        void theServerIsCreatedWithoutError() {
            assertTrue(here.mesh.isClusterAvailable());
        }

        @Test
        void theClientIsCreatedWithoutError() {
            assertTrue(there.mesh.isClusterAvailable());
        }

        @Test
        void theServerReceivesTheEventOfAClient() {
            CompletableFuture<JsonValue> heard = next(here, "client-event");

            emit(there, "client-event", "hi");

            assertEquals("\"hi\"", get(heard).toString());
        }

        @Test
        void aClientReceivesTheRepeatedEventOfTheServer() {
            List<JsonValue> heard = all(there, "server-tick");

            for (int i = 0; i < 3; i++) {
                emit(here, "server-tick", i);
            }

            Eventually.equal("ticks", "[0, 1, 2]", heard::toString);
        }
    }

    @Nested
    class ClientServerTest {
        @Test
        void theServerIsCreatedTheClientConnectsAndTheServerHearsHello() {
            assertTrue(here.mesh.isClusterAvailable());
            CompletableFuture<JsonValue> hello = next(here, "hello");

            TestInstance client = third();
            assertTrue(client.mesh.isClusterAvailable());
            emit(client, "hello", json("{\"from\":\"client\"}"));

            assertEquals(json("{\"from\":\"client\"}"), get(hello));
        }
    }

    @Nested
    class ServerClientTest {
        @Test
        void theServerIsCreatedAndAClientThatListenedBeforeItConnectedHearsIt() {
            assertTrue(here.mesh.isClusterAvailable());
            TestInstance client = third();
            CompletableFuture<JsonValue> hello = next(client, "server-hello");
            assertTrue(client.mesh.isClusterAvailable());

            emit(here, "server-hello", 1);

            assertEquals("1", get(hello).toString());
        }
    }

    @Nested
    class SiblingsTest {
        @Test
        void ofAServerAndTwoClientsTheFirstHearsTheSecondWithAListenerThatIsAddedLater() {
            assertTrue(here.mesh.isClusterAvailable());
            assertTrue(there.mesh.isClusterAvailable());
            TestInstance second = third();
            assertTrue(second.mesh.isClusterAvailable());

            CompletableFuture<JsonValue> heard = next(there, "sibling");
            emit(second, "sibling", true);

            assertEquals(JsonValue.TRUE, get(heard));
        }
    }

    @Test
    void eachOfThreeHearsAnEventOnceWithAnyPayload() {
        TestInstance third = third();
        List<List<JsonValue>> heard = hasSeveral()
                ? List.of(all(here, "any"), all(there, "any"), all(third, "any"))
                : List.of(all(here, "any"));
        String payloads = "[null, 0, \"\", false, \"text\", [], {\"id\":\"mine\"}]";

        json(payloads).asJsonArray().forEach(payload -> emit(there, "any", payload));

        heard.forEach(each -> Eventually.equal("heard", json(payloads).asJsonArray(), () -> json(each.toString())
                .asJsonArray()));
    }

    @Test
    void aListenerThatWasTakenOffIsNotAnnouncedAnyMore() {
        List<JsonValue> kept = all(there, "kept");
        List<JsonValue> gone = new CopyOnWriteArrayList<>();
        var registration = there.mesh.events().<JsonValue>on(named("gone"), JsonValue.class, gone::add);
        get(registration.ready());
        registration.close();

        emit(here, "gone", 1);
        emit(here, "kept", 1);

        Eventually.equal("kept", "[1]", kept::toString);
        assertEquals(List.of(), gone);
    }
}
