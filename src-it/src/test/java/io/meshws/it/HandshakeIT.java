package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.it.endpoints.GameEndpoint;
import io.meshws.it.handshake.HandshakeCommands;
import io.meshws.it.handshake.HandshakeCommands.Seen;
import io.meshws.protocol.Json;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the request of a client to the first frame that it gets. */
@ArquillianTest
class HandshakeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

    @ArquillianResource
    URL url;

    private final List<MeshClient> clients = new ArrayList<>();

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.configured(
                Wars.withMesh()
                        .addPackage(HandshakeCommands.class.getPackage())
                        .addPackage(GameEndpoint.class.getPackage()),
                Map.of(
                        "mesh.paths", "/mesh,/alternative",
                        "mesh.allowed-origins", "https://App.Example.com:443/, http://localhost:3000"));
    }

    @AfterEach
    void closeClients() {
        clients.forEach(MeshClient::close);
    }

    @Test
    void theHandshakeIsSeenByCommands() {
        MeshClient client = connect("/mesh?q=a%20b+c&q=%C3%A9&q&other=1", Map.of("X-Test", "one"));

        assertEquals(
                new Seen(client.connectionId(), "/mesh", "127.0.0.1", List.of("one"), List.of("a b c", "é", "")),
                client.commandSync("handshake", null, Seen.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/game", "/alternative"})
    void otherPathsServeByASubclassAndByConfiguration(String path) {
        MeshClient client = connect(path + "?q=1", Map.of("X-Test", path));

        assertEquals(
                new Seen(client.connectionId(), path, "127.0.0.1", List.of(path), List.of("1")),
                client.commandSync("handshake", null, Seen.class));
    }

    @Test
    void eachOfManyConcurrentConnectionsSeesItsOwnHandshake() throws Exception {
        Handshakes.assertEachIsSeenByItsOwnConnection(uri("/mesh"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a}", "{\"a\":[1]}", "a|b", "^", "`", "\\", "<>", "\"", "%zz", "100%", "%4"})
    void aUrlThatIsNoneIsRefused(String value) {
        for (String path : List.of("/mesh", "/alternative", "/game")) {
            try (RawHandshake client = RawHandshake.with(uri(path), path + "?q=" + value)) {
                assertEquals(400, client.status(), path);
            }
        }
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        try (RawHandshake client = RawHandshake.with(uri("/mesh"), "/mesh|{a}")) {
            assertEquals(400, client.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked"})
    void aHandshakeThatAnnouncesABodyIsRefused(String header) {
        for (String path : List.of("/mesh", "/alternative", "/game")) {
            try (RawHandshake client = RawHandshake.with(uri(path), path, header)) {
                assertEquals(400, client.status(), path);
            }
        }
    }

    /** A constraint of web.xml may name the method that it protects. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PUT", "OPTIONS", "ANY"})
    void aHandshakeByAnotherMethodThanGetIsRefused(String method) {
        for (String path : List.of("/mesh", "/alternative", "/game")) {
            try (RawHandshake client = RawHandshake.by(method, uri(path), path)) {
                assertNotEquals(101, client.status(), path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mesh", "/alternative", "/game"})
    void meshIsChosenAmongTheOfferedSubprotocolsAndATokenBesideItIsSeen(String path) {
        try (RawHandshake client = RawHandshake.with(uri(path), path, SUBPROTOCOL + ": bearer.a.b-_~, mesh, other")) {
            assertEquals(101, client.status());
            assertEquals(List.of("mesh"), client.header(SUBPROTOCOL));
            assertEquals("a.b-_~", token(client));
        }
        List<String> headers = List.of(SUBPROTOCOL + ": mesh", SUBPROTOCOL + ": bearer.second");
        for (int first : List.of(0, 1)) {
            try (RawHandshake client = RawHandshake.with(uri(path), path, headers.get(first), headers.get(1 - first))) {
                assertEquals(List.of("mesh"), client.header(SUBPROTOCOL));
                assertEquals("second", token(client));
            }
        }
        try (RawHandshake client = RawHandshake.with(uri(path), path, "Authorization: Bearer abc")) {
            assertEquals(List.of(), client.header(SUBPROTOCOL));
            assertEquals("abc", token(client));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mesh", "/game"})
    void ofSubprotocolsThatAreAllUnknownNoneIsChosen(String path) {
        try (RawHandshake client = RawHandshake.with(uri(path), path, SUBPROTOCOL + ": bearer, secret")) {
            assertEquals(101, client.status());
            assertEquals(List.of(), client.header(SUBPROTOCOL));
            assertEquals("none", token(client));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, true",
        "https://App.Example.com, true",
        "http://localhost:3000, true",
        "http://localhost, false",
        "https://app.example.com.evil.example, false",
        "null, false"
    })
    void browsersConnectFromAllowedOriginsOnly(String origin, boolean allowed) {
        for (String path : List.of("/mesh", "/game")) {
            try (RawHandshake client = RawHandshake.with(uri(path), path, "Origin: " + origin)) {
                // Undertow answers 404, others answer 403.
                assertTrue((allowed ? Set.of(101) : Set.of(403, 404)).contains(client.status()), path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mesh", "/game"})
    void aFrameThatComesWithTheHandshakeIsReadOnceTheConnectionIsOpen(String path) {
        try (RawHandshake client =
                RawHandshake.withFrame(uri(path), path + "?q=1", "{\"id\":1,\"command\":\"handshake\"}")) {
            assertEquals(101, client.status());
            assertTrue(client.text().startsWith("{\"command\":\"mesh/assign-id\""));
            assertTrue(client.text().startsWith("{\"id\":1,\"command\":\"handshake\""));
        }
    }

    @Test
    void aHandshakeThatFailsIsNotAccepted() {
        try (RawHandshake client = RawHandshake.with(uri("/refusing"), "/refusing")) {
            assertNotEquals(101, client.status());
        }
    }

    @Test
    void aConnectionEndsIfItsEndpointCannotBeCreated() {
        try (RawHandshake client = RawHandshake.with(uri("/unmade"), "/unmade")) {
            client.awaitEnd();
        }
    }

    @Test
    void aConnectionIsServedIfItsObserverFailsBadly() {
        MeshClient client = connect("/mesh?fail&q=1", Map.of());

        assertEquals(
                List.of("1"), client.commandSync("handshake", null, Seen.class).query());
    }

    private static String token(RawHandshake client) {
        assertTrue(client.text().startsWith("{\"command\":\"mesh/assign-id\""));
        client.send("{\"id\":1,\"command\":\"token\"}");
        return Json.readTrusted(client.text()).asJsonObject().getString("payload");
    }

    private URI uri(String path) {
        // Payara's adapter returns the machine's outside address, on which nothing listens.
        return URI.create("ws://127.0.0.1:" + url.getPort() + path);
    }

    private MeshClient connect(String path, Map<String, String> headers) {
        var builder = MeshClient.builder(uri(path)).requestTimeout(PATIENCE);
        headers.forEach(builder::header);
        MeshClient client = builder.build();
        clients.add(client);
        client.connectSync();
        return client;
    }
}
