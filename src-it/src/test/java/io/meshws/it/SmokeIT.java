package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.conformance.Exchange;
import io.meshws.conformance.NotConformingException;
import io.meshws.conformance.ServerCheck;
import io.meshws.it.conformance.ConformanceApplication;
import io.meshws.it.endpoints.GameEndpoint;
import io.meshws.it.handshake.HandshakeCommands;
import io.meshws.it.live.LiveData;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.FollowedRecord;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that a server has to do for mesh, on two instances with one Redis. Runs on the servers that the other
 * tests leave out; the test that stops an instance comes last.
 */
@Tag("smoke")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SmokeIT {
    private static final ServerKind SERVER = ServerKind.current();
    private static final int LAST = 2;

    private static TwoInstances instances;

    private final Visitors visitors = new Visitors("room:" + UUID.randomUUID());

    @BeforeAll
    static void start() {
        instances = new TwoInstances(
                Map.of(
                        "mesh.ping-interval", "1s",
                        "mesh.max-missed-pongs", "5",
                        "mesh.shutdown-drain", "1s",
                        "mesh.max-handshake-checks", "256",
                        "mesh.paths", "/mesh,/alternative",
                        "mesh.allowed-origins", "https://app.example.com"),
                SERVER.callsInheritedMethods()
                        ? new Class<?>[] {
                            LiveData.class, HandshakeCommands.class, ConformanceApplication.class, GameEndpoint.class
                        }
                        : new Class<?>[] {LiveData.class, HandshakeCommands.class, ConformanceApplication.class});
        awaitRedis(instances.one());
        awaitRedis(instances.two());
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    @AfterEach
    void closeVisitors() {
        visitors.close();
    }

    static List<Exchange> exchanges() {
        return ServerCheck.exchanges();
    }

    /** The clients of an exchange are connected to the instances in turn. */
    @ParameterizedTest
    @MethodSource("exchanges")
    @Order(1)
    void theServerDoesItsPartOfEachExchange(Exchange exchange) throws NotConformingException, InterruptedException {
        ServerCheck.run(List.of(instances.one().uri("/mesh"), instances.two().uri("/mesh")), exchange);
    }

    /** By configuration, and by a subclass. */
    static Stream<String> paths() {
        return SERVER.callsInheritedMethods() ? Stream.of("/mesh", "/game") : Stream.of("/mesh", "/alternative");
    }

    @ParameterizedTest
    @MethodSource("paths")
    @Order(1)
    void commandsAreAnsweredAndRefused(String path) {
        try (WireClient client = WireClient.connect(instances.one().uri(path))) {
            client.await(frame -> frame.startsWith("{\"command\":\"mesh/assign-id\""), WireClient.SOON);
            String echo = "{\"id\":1,\"command\":\"echo\",\"payload\":{\"a\":[1,null,\"é€😀\"]}}";
            client.send(echo);
            assertEquals(echo, client.await());

            client.sendInParts(echo.substring(0, 20), echo.substring(20, 30), echo.substring(30));
            assertEquals(echo, client.await());

            String large = "{\"id\":1,\"command\":\"echo\",\"payload\":\"" + "x".repeat(500_000) + "\"}";
            client.send(large);
            assertEquals(large, client.await());

            client.send("{\"id\":2,\"command\":\"place\",\"payload\":[]}");
            assertTrue(client.await().contains("\"code\":\"EPAYLOAD\""));

            client.send("{\"id\":3,\"command\":\"place\"}");
            assertTrue(client.await().contains("\"code\":\"ESERVER\""));

            client.send(new byte[100_000]);
            assertTrue(client.await().contains("\"code\":\"EBINARY\""));

            client.send("x".repeat(1_048_577));
            assertEquals(1009, client.awaitClose().code());
        }
    }

    @Test
    @Order(1)
    void anEventToARoomReachesItsMembersOnBothInstances() {
        Visitor one = visitors.join(instances.one().uri("/mesh"));
        Visitor two = visitors.join(instances.two().uri("/mesh"));

        one.ask(
                "tell",
                Json.object().add("room", visitors.room()).add("text", "hello").build());

        Eventually.equal("told at one", WireClient.SOON, List.of("hello"), one::told);
        Eventually.equal("told at two", WireClient.SOON, List.of("hello"), two::told);
    }

    @Test
    @Order(1)
    void aRecordThatIsWrittenAtOneInstanceIsFollowedAtTheOther() {
        String id = "note:" + UUID.randomUUID();
        Visitor writer = visitors.connect(instances.one());
        write(writer, id, Json.object().add("text", "first").build());
        try (RecordFollower patches = RecordFollower.of(instances.two().uri("/mesh"), id, true);
                RecordFollower fulls = RecordFollower.of(instances.one().uri("/mesh"), id, false)) {
            JsonObject value = Json.object().add("text", "second").build();
            write(writer, id, value);

            FollowedRecord.Held held = new FollowedRecord.Held(value, 2);
            Eventually.equal("followed by patches", WireClient.SOON, held, patches::held);
            Eventually.equal("followed in full", WireClient.SOON, held, fulls::held);
            assertEquals(List.of(), patches.faults());
            assertEquals(List.of(), fulls.faults());
        }
    }

    @Test
    @Order(1)
    void joinsAndLeavesAreSeenOnTheOtherInstance() {
        Visitor follower = visitors.connect(instances.one());
        follower.follow(visitors.room());
        Visitor member = visitors.join(instances.two().uri("/mesh"));

        Eventually.equal("present", WireClient.SOON, Set.of(member.id()), () -> follower.log()
                .present());
        member.close();
        Eventually.equal("gone", WireClient.SOON, Set.of(), () -> follower.log().present());
        assertEquals(List.of(), follower.log().faults());
    }

    @Test
    @Order(1)
    void aClientThatAnswersPingsStaysAndOneThatDoesNotIsClosed() {
        Visitor answering = visitors.connect(instances.one());
        try (WireClient silent = WireClient.connect(instances.one().uri("/mesh"))) {
            assertEquals(4002, silent.awaitClose().code());
        }
        assertTrue(answering.isOpen());
        assertTrue(answering.pings() >= 2);
    }

    @ParameterizedTest
    @MethodSource("paths")
    @Order(1)
    void eachOfManyConcurrentConnectionsSeesItsOwnHandshake(String path) throws Exception {
        Handshakes.assertEachIsSeenByItsOwnConnection(instances.one().uri(path));
    }

    @ParameterizedTest
    @MethodSource("paths")
    @Order(1)
    void subprotocolTokenAddressAndOriginAreThoseOfTheHandshake(String path) {
        try (RawHandshake client = RawHandshake.with(
                instances.one().uri(path),
                path + "?q=%7Ba%7D",
                "Sec-WebSocket-Protocol: other, mesh, bearer.abc",
                "Origin: https://app.example.com")) {
            assertEquals(101, client.status());
            assertEquals(List.of("mesh"), client.header("Sec-WebSocket-Protocol"));
            client.text();
            client.send("{\"id\":1,\"command\":\"token\"}");
            assertEquals("{\"id\":1,\"command\":\"token\",\"payload\":\"abc\"}", client.text());
            client.send("{\"id\":2,\"command\":\"handshake\"}");
            JsonObject seen = Json.readTrusted(client.text()).asJsonObject().getJsonObject("payload");
            assertEquals("127.0.0.1", seen.getString("remoteAddress"));
            assertEquals(path, seen.getString("path"));
            assertEquals("[\"{a}\"]", seen.get("query").toString());
        }
        try (RawHandshake client = RawHandshake.with(instances.one().uri(path), path, "Origin: https://evil.example")) {
            assertEquals(403, client.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a}", "a|b", "^", "`", "\\", "%zz", "100%"})
    @Order(1)
    void aUrlThatIsNoneIsRefused(String value) {
        try (RawHandshake client = RawHandshake.with(instances.one().uri("/mesh"), "/mesh?q=" + value)) {
            assertEquals(400, client.status());
        }
    }

    @Test
    @Order(1)
    void aFailedHandshakeIsNotAcceptedAndALaterFailureEndsTheConnection() {
        assumeTrue(SERVER.callsInheritedMethods());
        try (RawHandshake client = RawHandshake.with(instances.one().uri("/refusing"), "/refusing")) {
            assertNotEquals(101, client.status());
        }
        try (RawHandshake client = RawHandshake.with(instances.one().uri("/unmade"), "/unmade")) {
            client.awaitEnd();
        }
    }

    @Test
    @Order(LAST)
    void anInstanceThatIsStoppedSaysGoodbyeAndItsMembersLeave() {
        Visitor follower = visitors.connect(instances.one());
        follower.follow(visitors.room());
        Visitor member = visitors.join(instances.two().uri("/mesh"));
        Eventually.equal("present", WireClient.SOON, Set.of(member.id()), () -> follower.log()
                .present());

        instances.two().stop();

        // Liberty closes its connections before it stops its applications.
        assertEquals(
                SERVER == ServerKind.LIBERTY ? 1006 : 1001, member.awaitClose().code());
        Eventually.equal("gone", WireClient.SOON, Set.of(), () -> follower.log().present());
    }

    /** Open Liberty begins to connect to Redis only when the application has started. */
    private static void awaitRedis(ServerProcess server) {
        try (Visitor visitor = Visitor.connect(server.uri("/mesh"))) {
            Eventually.holds("in Redis", Visitors.PATIENCE, () -> visitor.ask("available", JsonValue.NULL)
                    .equals(JsonValue.TRUE));
        }
    }

    private static void write(Visitor visitor, String id, JsonValue value) {
        visitor.ask(
                "mesh/publish-record-update",
                Json.object().add("recordId", id).add("newValue", value).build());
    }
}
