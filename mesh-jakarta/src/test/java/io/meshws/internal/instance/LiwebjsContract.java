package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.MeshContext;
import io.meshws.RoomHandle;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The tests of liwebjs, each under its title, on every engine and across instances. Those of the state are in
 * {@link LiwebjsStateContract}; {@code docs/coming-from-liwebjs.md} lists those without a counterpart.
 */
abstract class LiwebjsContract extends MeshSetting {
    private RoomHandle general() {
        return here.mesh.room("chat", "general");
    }

    private RoomHandle generalThere() {
        return there.mesh.room("chat", "general");
    }

    private TestClient member(boolean far) {
        TestClient client = (far ? there : here).connect();
        assertTrue(get(general().join(client.id())));
        return client;
    }

    private static void awaitTold(TestClient client, String event, JsonValue... payloads) {
        Eventually.holds(() -> client.events(event).size() >= payloads.length);
        assertEquals(List.of(payloads), client.events(event));
    }

    private static void assertNotTold(TestClient client) {
        assertEquals(List.of(), client.events("message"));
    }

    @Nested
    class Channel {
        @Test
        void makesARoomOnFirstAccess() {
            assertEquals("chat:general", general().name());
            assertEquals(0, get(general().size()));
        }

        @Test
        void givesTheSameRoomAgain() {
            member(false);
            assertEquals(general(), general());
            assertEquals(1, get(general().size()));
            assertEquals(1, get(generalThere().size()));
        }

        @Test
        void hasIndependentRoomsByKey() {
            TestClient client = member(true);
            RoomHandle support = here.mesh.room("chat", "support");
            assertNotEquals(general(), support);
            assertFalse(get(support.has(client.id())));
            assertFalse(get(here.mesh.room("notify", "general").has(client.id())), "nor those of another channel");
        }

        @Test
        void isNamedByItsRooms() {
            assertTrue(general().name().startsWith("chat:"));
        }

        @Test
        void deletesARoom() {
            member(true);
            get(general().delete());
            assertFalse(get(there.mesh.rooms().keys("chat")).contains("general"));
        }

        @Test
        void listsAllRooms() {
            TestClient client = member(true);
            get(here.mesh.room("chat", "support").join(client.id()));
            assertEquals(Set.of("general", "support"), get(here.mesh.rooms().keys("chat")));
            assertEquals(Set.of("general", "support"), get(there.mesh.rooms().keys("chat")));
        }
    }

    @Nested
    class ConnectionTest {
        @Test
        void keepsItsIdAndTheHandshakeData() {
            TestClient client = here.connect(Map.of("User-Agent", List.of("test")));
            assertEquals(client.id(), client.connection().id());
            assertEquals("192.0.2.1", client.connection().remoteAddress());
            assertEquals(List.of("test"), client.connection().headers().get("User-Agent"));
        }

        @Test
        void sends() {
            TestClient client = here.connect();
            client.connection().send("message", Map.of("text", "Hello"));
            awaitTold(client, "message", json("{\"text\":\"Hello\"}"));
        }

        @Test
        void closes() {
            TestClient client = here.connect();
            client.connection().close();
            assertEquals(1000, client.closeCode());
        }
    }

    @Nested
    class Room {
        @Test
        void aConnectionJoins() {
            TestClient client = member(false);
            assertTrue(get(general().has(client.id())));
            assertEquals(1, get(generalThere().size()));
        }

        @Test
        void aConnectionLeaves() {
            TestClient client = member(true);
            assertTrue(get(general().leave(client.id())));
            assertFalse(get(generalThere().has(client.id())));
            assertEquals(0, get(general().size()));
        }

        @Test
        void hasSeveralMembers() {
            Set<String> ids =
                    Set.of(member(false).id(), member(true).id(), member(true).id());
            assertEquals(ids, get(general().members()));
            assertEquals(3, get(generalThere().size()));
        }

        @Test
        void joiningTwiceCountsOnce() {
            TestClient client = member(true);
            assertFalse(get(general().join(client.id())));
            assertEquals(1, get(general().size()));
        }

        @Test
        void aStrangerThatLeavesIsHarmless() {
            TestClient client = member(false);
            assertFalse(get(general().leave(there.connect().id())));
            assertEquals(Set.of(client.id()), get(general().members()));
        }

        @Test
        void emitsToAll() {
            TestClient a = member(false);
            TestClient b = member(true);
            get(general().emit("message", Map.of("text", "Hello")));
            awaitTold(a, "message", json("{\"text\":\"Hello\"}"));
            awaitTold(b, "message", json("{\"text\":\"Hello\"}"));
        }

        @Test
        void emitsToAllButOne() {
            TestClient a = member(false);
            TestClient b = member(true);
            get(general().emitExcept(b.id(), "message", "Hello"));
            get(general().emit("end", null));
            awaitTold(b, "end", JsonValue.NULL);
            awaitTold(a, "message", Json.string("Hello"));
            assertNotTold(b);
        }

        @Test
        void emitsToOne() {
            TestClient a = member(false);
            TestClient b = member(true);
            assertTrue(get(general().emitTo(b.id(), "message", "Hello")));
            awaitTold(b, "message", Json.string("Hello"));
            assertNotTold(a);
        }

        @Test
        void emittingToAStrangerIsHarmless() {
            TestClient member = member(false);
            TestClient stranger = there.connect();
            assertFalse(get(general().emitTo(stranger.id(), "message", "Hello")));
            assertFalse(get(general().emitTo("nobody", "message", "Hello")));
            stranger.call("mesh/noop", "null");
            assertNotTold(stranger);
            assertNotTold(member);
        }

        @Test
        void emittingInAnEmptyRoomIsHarmless() {
            get(general().emit("message", "Hello"));
            get(generalThere().emitExcept("nobody", "message", "Hello"));
        }
    }

    @Nested
    class Server {
        private final List<MeshContext> handled = new ArrayList<>();

        private void handle(String event) {
            here.mesh.commands().expose(event, context -> {
                handled.add(context);
                return null;
            });
        }

        @Test
        void tellsOfAConnection() {
            TestClient client = here.connect();
            assertEquals(client.id(), here.opened.get(0).connection().id(), "at once, without asking for a secret");
        }

        @Test
        void tellsOfADisconnect() {
            TestClient client = here.connect();
            here.mesh.closed(client.connection(), 1001, "lunch");
            assertEquals(client.id(), here.closed.get(0).connection().id());
            assertEquals(1001, here.closed.get(0).code(), "with the reason, which liwebjs doesn't know");
            assertEquals("lunch", here.closed.get(0).reason());
        }

        @Test
        void routesAnEventWithItsPayload() {
            handle("message");
            here.connect().sendText("{\"command\":\"message\",\"payload\":{\"text\":\"Hello\"}}");
            assertEquals(json("{\"text\":\"Hello\"}"), handled.get(0).payload());
        }

        @Test
        void routesNoOtherEvent() {
            handle("message");
            here.connect().sendText("{\"command\":\"other\",\"payload\":1}");
            assertEquals(List.of(), handled);
        }

        @Test
        void aHandlerAnswersTheSenderOnly() {
            TestClient other = here.connect();
            here.mesh.commands().expose("hello", context -> {
                context.connection().send("message", "beside the reply");
                return "the reply";
            });
            TestClient client = here.connect();
            assertEquals(Json.string("the reply"), client.call("hello", "null"));
            awaitTold(client, "message", Json.string("beside the reply"));
            assertNotTold(other);
        }

        @Test
        void aHandlerKnowsTheConnectionAndTheRawPayload() {
            handle("message");
            TestClient client = here.connect();
            client.call("message", "[0,\"\",false]");
            assertEquals(client.id(), handled.get(0).connection().id());
            assertEquals("message", handled.get(0).command());
            assertEquals(json("[0,\"\",false]"), handled.get(0).payload());
        }

        @Test
        void anUnknownEventIsHarmlessAndHereAnswered() {
            TestClient client = here.connect();
            assertEquals("ENOTFOUND", code(client.call("unknown", "null")));
            assertEquals(JsonValue.TRUE, client.call("mesh/noop", "null"));
        }

        @Test
        void anExceptionOfAHandlerIsReported() {
            here.mesh.commands().expose("fail", context -> {
                throw new CommandException("EMINE", "Not like this");
            });
            TestClient client = here.connect();
            assertEquals("EMINE", code(client.call("fail", "null")), "liwebjs swallows it");
            assertEquals(JsonValue.TRUE, client.call("mesh/noop", "null"));
        }
    }
}
