package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.ConnectionState;
import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.security.Doors;
import io.meshws.protocol.Json;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Admission and permissions on two instances. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecurityIT {
    private static TwoInstances instances;

    private final Visitors visitors = new Visitors("room:1");

    @BeforeAll
    static void start() {
        instances = new TwoInstances(
                Map.of("mesh.authentication", "required", "mesh.authentication-timeout", "3s"), Doors.class);
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    @AfterEach
    void close() {
        visitors.close();
    }

    private Visitor admitted(URI uri) {
        Visitor visitor = visitors.connect(uri);
        visitor.ask("mesh/authenticate", credential("ticket of ada"));
        return visitor;
    }

    private static JsonObject credential(String text) {
        return Json.object().add("credential", text).build();
    }

    private static String frame(int id, String command, JsonValue payload) {
        return "{\"id\":" + id + ",\"command\":\"" + command + "\",\"payload\":" + payload + "}";
    }

    /** The lines about a name in that instance's log of visitors. */
    private List<String> heard(ServerProcess server, String name) {
        Visitor listener = admitted(server.uri("/mesh"));
        return listener.ask("heard", JsonValue.NULL).asJsonArray().getValuesAs(JsonString::getString).stream()
                .filter(line -> line.endsWith(" " + name))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket of ", "late ticket of "})
    void aClientThatSignsInIsKnownOnBothInstancesAndWasNotBefore(String ticket) {
        String name = UUID.randomUUID().toString();
        Visitor observer = admitted(instances.one().uri("/mesh"));
        Visitor stranger = visitors.connect(instances.two().uri("/mesh"));
        JsonObject ofStranger = Json.object().add("connectionId", stranger.id()).build();
        assertRefused(stranger, "ring", JsonValue.NULL, "EUNAUTHENTICATED");
        assertEquals(Json.string("nobody may come from 9 to 5"), stranger.ask("opening-hours", JsonValue.NULL));
        assertEquals(
                "{\"metadata\":null}",
                observer.ask("mesh/get-connection-metadata", ofStranger).toString());

        assertEquals(
                name,
                stranger.ask("mesh/authenticate", credential(ticket + name))
                        .asJsonObject()
                        .getString("principal"));
        assertEquals(Json.string(name), stranger.ask("ring", JsonValue.NULL));
        Eventually.equal(
                "its metadata", WireClient.SOON, "{\"metadata\":{\"name\":\"" + name + "\"}}", () -> observer.ask(
                                "mesh/get-connection-metadata", ofStranger)
                        .toString());
        stranger.goAway();
        Eventually.equal(
                "heard",
                WireClient.SOON,
                List.of("came " + name, "rang " + name, "went " + name),
                () -> heard(instances.two(), name));
    }

    @Test
    void nothingBehindARefusalIsRead() {
        String name = UUID.randomUUID().toString();
        try (WireClient stranger = WireClient.connect(instances.one().uri("/mesh"))) {
            stranger.send(frame(1, "mesh/authenticate", credential("stolen")));
            stranger.sendIfOpen(frame(2, "ring", JsonValue.NULL));
            stranger.sendIfOpen(frame(3, "mesh/authenticate", credential("ticket of " + name)));
            stranger.sendIfOpen(frame(4, "ring", JsonValue.NULL));
            assertEquals(4003, stranger.awaitClose().code());
            String refusal = stranger.await(text -> text.startsWith("{\"id\":1,"), WireClient.SOON);
            assertTrue(refusal.contains("\"code\":\"EUNAUTHENTICATED\""), refusal);
            assertEquals(1, stranger.received().size(), stranger.received()::toString);
        }
        assertEquals(List.of(), heard(instances.one(), name));
        assertEquals(List.of(), heard(instances.one(), "nobody"));
    }

    @ParameterizedTest
    @CsvSource({"'', 4003, EUNAUTHENTICATED", "never, 1011, ETIMEOUT", "broken, 1011, ESERVER"})
    void aClientThatDoesNotSignInIsSentAway(String credential, int code, String error) {
        try (WireClient stranger = WireClient.connect(instances.two().uri("/mesh"))) {
            if (!credential.isEmpty()) {
                stranger.send(frame(1, "mesh/authenticate", credential(credential)));
            }
            assertEquals(code, stranger.awaitClose().code());
            String told = stranger.await(text -> text.contains("\"error\""), WireClient.SOON);
            assertTrue(told.contains("\"code\":\"" + error + "\""), told);
        }
    }

    @Test
    @Order(2)
    void aJavaClientSignsInAgainWhenItsInstanceWasKilled() {
        try (Cable cable = new Cable(instances.two().uri("/mesh"));
                MeshClient ada = MeshClient.builder(cable.uri())
                        .credential(() -> "ticket of ada")
                        .build()) {
            ada.connectSync();
            assertEquals("ada", ada.commandSync("ring", null, String.class));
            CompletableFuture<String> back = new CompletableFuture<>();
            ada.onReconnect(news -> back.complete(news.connectionId()));
            cable.lead(instances.one().uri("/mesh"));
            instances.two().kill();
            back.orTimeout(WireClient.SOON.toSeconds(), TimeUnit.SECONDS).join();
            assertEquals("ada", ada.commandSync("ring", null, String.class));
        }
    }

    @Test
    void aJavaClientThatIsRefusedSaysSoAndStaysAway() {
        try (MeshClient thief = MeshClient.builder(instances.one().uri("/mesh"))
                .credential(() -> "stolen")
                .build()) {
            MeshClientException refusal = assertThrows(MeshClientException.class, thief::connectSync);
            assertEquals("EUNAUTHENTICATED", refusal.code());
            assertInstanceOf(ConnectionState.Offline.class, thief.state());
        }
    }

    @Test
    void metadataOfOthersIsReadFromEitherInstanceIfTheGuardAllowsIt() {
        Visitor ada = admitted(instances.one().uri("/mesh"));
        ada.setMetadata(Json.object().add("name", "Ada").build());
        JsonObject ofAda = Json.object().add("connectionId", ada.id()).build();
        Visitor bob = admitted(instances.two().uri("/mesh"));
        Visitor stranger = admitted(URI.create(instances.two().uri("/mesh") + "?stranger"));

        assertEquals(
                "{\"metadata\":{\"name\":\"Ada\"}}",
                bob.ask("mesh/get-connection-metadata", ofAda).toString());
        assertRefused(stranger, "mesh/get-connection-metadata", ofAda);
        assertRefused(stranger, "mesh/get-room-metadata", Visitor.room("room:1"));

        ada.join("room:1");
        JsonObject withMetadata =
                Json.object().add("roomName", "room:1").add("metadata", true).build();
        assertEquals(JsonValue.NULL, metadata(stranger.ask("mesh/join-room", withMetadata), ada.id()));
        assertEquals(
                Json.object().add("name", "Ada").build(), metadata(bob.ask("mesh/join-room", withMetadata), ada.id()));
    }

    private static JsonValue metadata(JsonValue joined, String id) {
        return joined.asJsonObject().getJsonArray("present").getValuesAs(JsonObject.class).stream()
                .filter(member -> member.getString("id").equals(id))
                .findFirst()
                .orElseThrow()
                .get("metadata");
    }

    @Test
    void onlyExposedRoomsAreJoined() {
        Visitor one = admitted(instances.one().uri("/mesh"));
        Visitor two = admitted(URI.create(instances.two().uri("/mesh") + "?key"));

        one.join("room:2");
        two.join("guarded:1");
        assertRefused(one, "mesh/join-room", Visitor.room("guarded:1"));
        assertRefused(one, "mesh/join-room", Visitor.room("other"));
        assertRefused(two, "mesh/join-room", Visitor.room("other"));
    }

    @ParameterizedTest
    @CsvSource({
        "app.example.com, https://app.example.com, true",
        "app.example.com:8443, https://app.example.com:8443, true",
        "app.example.com, http://app.example.com, true",
        "app.example.com, https://evil.example, false",
        "app.example.com, https://app.example.com.evil.example, false",
        "app.example.com, http://localhost, false",
        "app.example.com, null, false",
        "localhost:8080, http://localhost:3000, true",
        "localhost:8080, http://evil.example, false"
    })
    void pagesOfTheSameSiteConnectAndOthersDoNot(String host, String origin, boolean allowed) {
        try (RawHandshake page =
                RawHandshake.with(instances.one().uri("/mesh"), "/mesh", "Host: " + host, "Origin: " + origin)) {
            // Undertow answers 404, others answer 403.
            assertTrue((allowed ? Set.of(101) : Set.of(403, 404)).contains(page.status()), "" + page.status());
        }
    }

    private static void assertRefused(Visitor visitor, String command, JsonValue payload) {
        assertRefused(visitor, command, payload, "EFORBIDDEN");
    }

    private static void assertRefused(Visitor visitor, String command, JsonValue payload, String code) {
        CompletionException refusal = assertThrows(CompletionException.class, () -> visitor.call(command, payload)
                .orTimeout(WireClient.SOON.toSeconds(), TimeUnit.SECONDS)
                .join());
        assertTrue(refusal.getMessage().contains("\"code\":\"" + code + "\""), refusal::getMessage);
    }
}
