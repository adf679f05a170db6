package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RecordSelection;
import io.meshws.internal.identity.HandshakeRefused;
import io.meshws.protocol.Json;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit from both sides of its edge, with the code, the words and the counter of its refusal, whatever the engine. */
abstract class LimitsContract extends MeshSetting {
    static final int SOME = 3;
    static final int CONNECTIONS = 5;
    static final int DEPTH = 12;
    static final int LENGTH = 100;
    static final int NUMBER = 40;
    static final int STRING = 2048;
    static final int NAME = 60;
    static final int PER_SECOND = 400;
    static final int USER_PER_SECOND = 500;
    static final int BURST_SECONDS = 2;

    private final Map<String, TestClient> clients = new HashMap<>();
    private long lastId = 1_000_000;

    static MeshConfig.Builder settings() {
        return MeshConfig.builder()
                .set(MeshProperty.MAX_DEPTH, DEPTH)
                .set(MeshProperty.MAX_FRAME_SIZE, LENGTH)
                .set(MeshProperty.MAX_NUMBER_LENGTH, NUMBER)
                .set(MeshProperty.MAX_STRING_LENGTH, STRING)
                .set(MeshProperty.MAX_NAME_LENGTH, NAME)
                .set(MeshProperty.MAX_HISTORY_PAGE, SOME)
                .set(MeshProperty.MAX_CONNECTION_METADATA, LENGTH)
                .set(MeshProperty.MAX_ROOM_METADATA, LENGTH)
                .set(MeshProperty.MAX_PRESENCE_STATE, LENGTH)
                .set(MeshProperty.MAX_RECORD_SIZE, LENGTH)
                .set(MeshProperty.MAX_ROOMS, SOME)
                .set(MeshProperty.MAX_SUBSCRIPTIONS, SOME)
                .set(MeshProperty.MAX_NAMES, SOME)
                .set(MeshProperty.MAX_PIPES, SOME)
                .set(MeshProperty.MAX_IN_FLIGHT, SOME)
                .set(MeshProperty.COMMANDS_PER_SECOND, PER_SECOND)
                .set(MeshProperty.USER_COMMANDS_PER_SECOND, USER_PER_SECOND)
                .set(MeshProperty.MAX_CONNECTIONS, CONNECTIONS)
                .set(MeshProperty.MAX_CONNECTIONS_PER_ADDRESS, SOME)
                .set(MeshProperty.MAX_CONNECTIONS_PER_USER, SOME);
    }

    @BeforeEach
    void expose() {
        Pattern any = Pattern.compile(".*");
        here.mesh.channels().expose(any);
        here.mesh.channels().exposePublish(any);
        here.mesh.records().exposeWritable(any);
        here.mesh.records().exposeCollection(any, (caller, collection) -> RecordSelection.ids());
        here.mesh.presence().track(any);
        here.mesh.connections().exposeMetadata();
        here.mesh.connections().exposeOwnMetadata();
        here.mesh.names().allow(any, Guard.ANYONE);
        here.mesh.pipes().allow(any, any);
        here.mesh.commands().expose("echo", context -> context.payload());
        here.mesh.commands().expose("never", context -> new CompletableFuture<>());
        here.mesh.commands().expose("x".repeat(256), context -> true);
        here.mesh
                .commands()
                .expose("room-metadata", context -> here.mesh.rooms().setMetadata("r", context.payload()));
    }

    TestClient client(String name) {
        Optional<Principal> user = Optional.of(name)
                .filter(each -> each.startsWith("ann"))
                .map(each -> Identity.of("ann").principal());
        return clients.computeIfAbsent(
                name, each -> here.connect(here.mesh.check(TestInstance.handshake("192.0.2.1", Map.of(), user))));
    }

    JsonValue call(String command, String payload) {
        return call(client("one"), command, payload);
    }

    JsonValue call(TestClient client, String command, String payload) {
        return answer(client, with("id", "" + ++lastId, "command", Json.quote(command), "payload", payload));
    }

    JsonValue callNumbered(int number) {
        String once = with("client", "\"limits\"", "number", "" + number, "answered", "0");
        return answer(client("one"), with("id", "" + ++lastId, "command", "\"echo\"", "once", once));
    }

    /** A frame that can't be read is answered without its id. */
    private JsonValue answer(TestClient client, String frame) {
        client.sendText(frame);
        String id = Long.toString(lastId);
        return client.await(each -> each.containsKey("id")
                        ? each.get("id").toString().equals(id)
                        : each.getString("command").equals("mesh/error"))
                .get("payload");
    }

    JsonValue begin(String command) {
        client("one").request(command, "null");
        return JsonValue.NULL;
    }

    JsonValue takeName(String name) {
        return call("mesh/take-name", with("name", name, "incarnation", "\"first\""));
    }

    JsonValue openPipe(String pipe) {
        takeName("\"ada\"");
        String candidate = Json.quote("candidate-" + lastId);
        return call("mesh/open-pipe", with("name", "\"ada\"", "to", "\"bob\"", "pipe", pipe, "candidate", candidate));
    }

    JsonValue connect(String address, String user) {
        Optional<Principal> known = Optional.of(user)
                .filter(name -> !name.isEmpty())
                .map(name -> Identity.of(name).principal());
        try {
            here.mesh.check(TestInstance.handshake(address, Map.of(), known));
            return JsonValue.NULL;
        } catch (HandshakeRefused e) {
            String status = Integer.toString(e.status());
            return json(with(
                    "error",
                    Json.quote(status),
                    "code",
                    Json.quote(status),
                    "limit",
                    Json.quote(e.reason().orElse(""))));
        }
    }

    private static boolean isAccepted(JsonValue reply) {
        return reply instanceof JsonObject object
                ? object.getBoolean("success", true) && !object.containsKey("code")
                : !reply.equals(JsonValue.FALSE);
    }

    /** An object of these names and JSON texts. */
    static String with(String... members) {
        StringBuilder object = new StringBuilder();
        for (int i = 0; i < members.length; i += 2) {
            object.append(i == 0 ? "{" : ",")
                    .append(Json.quote(members[i]))
                    .append(':')
                    .append(members[i + 1]);
        }
        return object.append('}').toString();
    }

    private Map<String, Long> refusals() {
        return new Gauges(here.mesh).getRefusals();
    }

    @ParameterizedTest
    @MethodSource("io.meshws.internal.instance.Limits#all")
    void theLastIsAcceptedAndTheFirstBeyondItRefusedByNameAndCounted(Limit limit) {
        for (int n = limit.each() ? 1 : limit.edge(); n <= limit.edge(); n++) {
            JsonValue reply = limit.go().to(this, n);
            assertTrue(isAccepted(reply), reply::toString);
        }
        assertEquals(Map.of(), refusals());
        JsonObject refusal = limit.go().to(this, limit.edge() + 1).asJsonObject();
        assertEquals(limit.code(), refusal.getString("code"), refusal::toString);
        assertEquals(limit.limit(), refusal.getString("limit", ""));
        assertTrue(refusal.getString("error").contains(limit.told()), refusal::toString);
        Map<String, Long> counted = new HashMap<>(Map.of(limit.code(), 1L));
        if (limit.setting() != null) {
            counted.put(limit.limit(), 1L);
        }
        assertEquals(counted, refusals());
    }

    /** An answer is shorter instead. */
    @Test
    void oneAnswerHasTheNewestOfAChannelsHistory() {
        for (int i = 1; i <= SOME + 2; i++) {
            here.mesh
                    .channels()
                    .publish("c", "" + i, SOME + 2)
                    .toCompletableFuture()
                    .join();
        }
        assertEquals(List.of("5", "4", "3"), messages("mesh/get-channel-history", "limit", "100"));
        assertEquals(List.of("5", "4", "3"), messages("mesh/get-channel-history", "limit", "null"));
        assertEquals(List.of("5", "4", "3"), messages("mesh/subscribe-channel", "historyLimit", "100"));
    }

    private List<String> messages(String command, String member, String limit) {
        JsonObject reply =
                call(command, with("channel", "\"c\"", member, limit)).asJsonObject();
        return reply.getJsonArray("history").stream()
                .map(message -> message.toString().replaceAll("\\D", ""))
                .toList();
    }
}
