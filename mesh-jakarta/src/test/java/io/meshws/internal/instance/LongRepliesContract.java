package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Connection;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import io.meshws.testing.Departures;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However much there is, no reply is longer than a client and its outbox can handle, whatever the engine. */
@ExtendWith(Departures.class)
abstract class LongRepliesContract {
    private static final int MAX = 4 << 20;
    private static final int ENVELOPE = 1000;
    /** 170,000 times U+0001: short as a message, a million characters when sent. */
    private static final String CONTROLS = "\u0001".repeat(170_000);

    private TestInstance instance;

    abstract TestInstance newInstance(MeshConfig.Builder config);

    @BeforeEach
    void start() {
        instance = newInstance(MeshConfig.builder());
        instance.mesh.channels().expose("kept", Guard.ANYONE, 50);
    }

    @AfterEach
    void stop() {
        instance.leave();
    }

    private static JsonObject reply(TestInstance instance, String command, String payload) {
        ManualTransport transport = new ManualTransport();
        Connection connection = instance.connect(transport);
        instance.mesh.text(connection, "{\"id\":1,\"command\":\"" + command + "\",\"payload\":" + payload + "}");
        Eventually.holds(() -> transport.sent().size() == 2);
        String frame = transport.sent().get(1);
        int max = Math.min(MAX, instance.mesh.config().get(MeshProperty.OUTBOX_MAX_SIZE) / 2);
        assertTrue(frame.getBytes(StandardCharsets.UTF_8).length <= max + ENVELOPE, () -> frame.length() + "");
        try {
            return new FrameReader(JsonLimits.DEFAULT).read(frame).payload().asJsonObject();
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    private static int history(TestInstance instance, String more) {
        return reply(instance, "mesh/get-channel-history", "{\"channel\":\"kept\"" + more + "}")
                .getJsonArray("history")
                .size();
    }

    @Test
    void aHistoryIsAsLongAsItIsSent() {
        for (int i = 0; i < 26; i++) {
            get(instance.mesh.channels().publish("kept", CONTROLS));
        }
        assertEquals(4, history(instance, ""));
        assertEquals(4, history(instance, ",\"limit\":26"));
        assertEquals(3, history(instance, ",\"limit\":3"));
        JsonObject subscribed = reply(instance, "mesh/subscribe-channel", "{\"channel\":\"kept\",\"historyLimit\":50}");
        assertEquals(4, subscribed.getJsonArray("history").size());
        for (String since : List.of("22", "21")) {
            JsonObject reply = reply(
                    instance,
                    "mesh/get-channel-history",
                    "{\"channel\":\"kept\",\"limit\":50,\"since\":" + since + "}");
            assertEquals(4, reply.getJsonArray("history").size());
            assertEquals(since.equals("22"), reply.getBoolean("recovered"));
        }
        assertEquals(
                List.of(CONTROLS, CONTROLS, CONTROLS, CONTROLS),
                get(instance.mesh.channels().history("kept", 50)));
    }

    @Test
    void aHistoryIsCountedInBytes() {
        for (int i = 0; i < 5; i++) {
            get(instance.mesh.channels().publish("kept", "€".repeat(700_000)));
        }
        assertEquals(1, history(instance, ""));
    }

    @Test
    void aHistoryFitsIntoASmallerOutboxToo() {
        try (TestInstance small = newInstance(MeshConfig.builder().set(MeshProperty.OUTBOX_MAX_SIZE, 100_000))) {
            small.mesh.channels().expose("kept", Guard.ANYONE, 50);
            for (int i = 0; i < 20; i++) {
                get(small.mesh.channels().publish("kept", "x".repeat(9_990)));
            }
            assertEquals(5, history(small, ""));
        }
    }

    @Test
    void aMessageIsAsLongAsItIsSent() {
        int max = instance.mesh.config().get(MeshProperty.MAX_FRAME_SIZE);
        for (String message : List.of(
                "x".repeat(max + 1),
                "\"".repeat(max / 2 + 1),
                "\u0001".repeat(max / 6 + 1),
                "\ud83d".repeat(max / 6 + 1))) {
            assertEquals(
                    "ETOOLARGE",
                    assertThrows(
                                    CommandException.class,
                                    () -> instance.mesh.channels().publish("kept", message))
                            .code());
        }
        for (String message : List.of(
                "x".repeat(max),
                "€".repeat(max),
                "\"".repeat(max / 2),
                "\u0001".repeat(max / 6),
                "\ud83d".repeat(max / 6))) {
            get(instance.mesh.channels().publish("kept", message));
            assertEquals(List.of(message), get(instance.mesh.channels().history("kept", 1)));
        }
    }

    @Test
    void aListThatDoesNotFitIsTruncatedAndSaysSo() {
        try (TestInstance small = newInstance(MeshConfig.builder().set(MeshProperty.OUTBOX_MAX_SIZE, 4000))) {
            Set<String> members = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                TestClient client = small.connect();
                get(small.mesh.rooms().add("lobby", client.id()));
                members.add(client.id());
            }
            JsonObject all = reply(small, "mesh/join-room", "{\"roomName\":\"lobby\"}");
            assertEquals(21, all.getJsonArray("present").size());
            assertFalse(all.containsKey("truncated"));
            for (int i = 0; i < 80; i++) {
                TestClient client = small.connect();
                get(small.mesh.rooms().add("lobby", client.id()));
                members.add(client.id());
            }
            JsonObject part = reply(small, "mesh/join-room", "{\"roomName\":\"lobby\"}");
            assertTrue(part.getBoolean("truncated"));
            assertTrue(part.getJsonArray("present").size() > 40);
            assertTrue(part.getJsonArray("present").getValuesAs(JsonString::getString).stream()
                            .filter(members::contains)
                            .count()
                    >= part.getJsonArray("present").size() - 2);
        }
    }

    private static List<JsonObject> frames(ManualTransport transport) {
        return transport.sent().stream()
                .map(frame -> Json.readTrusted(frame).asJsonObject())
                .toList();
    }

    @Test
    void statesThatDoNotFitFollowTheReplyToASubscription() {
        for (String by : List.of("connection", "user")) {
            try (TestInstance small = newInstance(MeshConfig.builder().set(MeshProperty.OUTBOX_MAX_SIZE, 4000))) {
                small.mesh.presence().track("lobby");
                String state = "s".repeat(200);
                Set<String> members = new HashSet<>();
                for (int i = 0; i < 20; i++) {
                    TestClient client = small.connect();
                    client.call("mesh/join-room", "{\"roomName\":\"lobby\"}");
                    client.call("mesh/publish-presence-state", "{\"roomName\":\"lobby\",\"state\":\"" + state + "\"}");
                    members.add(client.id());
                }
                String payload = "{\"roomName\":\"lobby\",\"by\":\"" + by + "\"}";
                JsonObject read = reply(small, "mesh/get-presence-state", payload);
                assertTrue(read.getBoolean("truncated"));
                assertEquals(20, read.getJsonArray("present").size());
                assertTrue(read.getJsonObject("states").size() < 10);

                ManualTransport transport = new ManualTransport();
                small.mesh.text(
                        small.connect(transport),
                        "{\"id\":1,\"command\":\"mesh/subscribe-presence\",\"payload\":" + payload + "}");
                Eventually.holds(() -> transport.sent().size() > 1);
                JsonObject reply = frames(transport).get(1).getJsonObject("payload");
                assertFalse(reply.containsKey("truncated"));
                Set<String> told = new HashSet<>(reply.getJsonObject("states").keySet());
                assertTrue(!told.isEmpty() && told.size() < 10, told::toString);
                Eventually.holds(() -> transport.sent().size() == 2 + 20 - told.size());
                for (JsonObject update :
                        frames(transport).subList(2, transport.sent().size())) {
                    JsonObject late = update.getJsonObject("payload");
                    assertEquals("state", late.getString("type"));
                    assertEquals(state, late.getString("state"));
                    assertTrue(late.getJsonNumber("timestamp").longValue() > 0);
                    assertTrue(told.add(late.getString("connectionId")));
                }
                assertEquals(members, told);
            }
        }
    }

    @Test
    void aRoomThatIsTooLargeForAReplySaysSo() {
        try (TestInstance small = newInstance(MeshConfig.builder().set(MeshProperty.OUTBOX_MAX_SIZE, 2000))) {
            small.mesh.presence().track("lobby");
            for (int i = 0; i < 50; i++) {
                get(small.mesh.rooms().add("lobby", small.connect().id()));
            }
            for (String command : List.of("mesh/get-presence-state", "mesh/subscribe-presence")) {
                JsonObject part = reply(small, command, "{\"roomName\":\"lobby\"}");
                assertTrue(part.getBoolean("truncated"));
                assertTrue(part.getJsonArray("present").size() > 15);
            }
        }
    }
}
