package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Authenticator;
import io.meshws.ClientHandshake;
import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.internal.connection.Lanes;
import io.meshws.internal.identity.HandshakeRefused;
import io.meshws.spi.EndpointFactory;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {
    /** Refuses with the code that the handshake names. */
    private static final Authenticator REFUSING = new Authenticator() {
        @Override
        public CompletionStage<Optional<Identity>> authenticate(ClientHandshake handshake) {
            throw new CommandException(handshake.headers().get("Code").get(0), "RefusedError", "No");
        }

        @Override
        public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
            throw new UnsupportedOperationException();
        }
    };

    @ParameterizedTest
    @CsvSource({"EUNAUTHENTICATED, 4003", "EBANNED, 4003", "EBUSY, 1013", "ESERVER, 1013"})
    void aConnectionIsClosedIfTheContainerOpensItDespiteARefusedHandshake(String error, int code) {
        try (TestInstance instance =
                new TestInstance(Clusters.memory(), MeshConfig.builder().build(), Runnable::run, REFUSING)) {
            Sessions sessions = new Sessions(instance.mesh, new Lanes(1, Thread::new), Runnable::run, Set.of());
            ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Object.class, "/mesh")
                    .configurator(sessions.configurator())
                    .build();
            assertThrows(HandshakeRefused.class, () -> sessions.configurator()
                    .modifyHandshake(config, request(error), null));

            List<Integer> closed = new ArrayList<>();
            AtomicReference<EndpointFactory.Client> created = new AtomicReference<>();
            sessions.open(session(closed), config, created::set);
            EndpointFactory.Client client = created.get();
            client.text("{\"id\":1,\"command\":\"mesh/noop\"}", true);
            client.binary(ByteBuffer.allocate(1), true);
            client.closed(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
            assertEquals(List.of(code), closed);
            assertEquals(List.of(), instance.opened);
        }
    }

    @Test
    void eachRefusedOriginIsLoggedAndThoseOfAStrangerDoNotFillTheLog() {
        try (CapturedLog log = new CapturedLog();
                TestInstance instance =
                        new TestInstance(Clusters.memory(), MeshConfig.builder().build())) {
            Sessions sessions = new Sessions(instance.mesh, new Lanes(1, Thread::new), Runnable::run, Set.of());
            HandshakeListener.Peer peer = new HandshakeListener.Peer("192.0.2.1", "app.example.com", false);
            assertFalse(sessions.allowsOrigin("null", peer));
            assertFalse(sessions.allowsOrigin("null", peer));
            assertFalse(sessions.allowsOrigin("https://other.example.com", peer));
            List<String> lines = log.withId("MESH-0410");
            assertEquals(2, lines.size());
            assertTrue(lines.get(1).contains("Refused a page from https://other.example.com; to let it connect, add"));

            for (int i = 0; i < 1000; i++) {
                assertFalse(sessions.allowsOrigin("https://evil" + i + ".example.com", peer));
                assertFalse(sessions.allowsOrigin("\u001b[31m" + i, peer));
            }
            assertEquals(8, log.withId("MESH-0410").size());
            assertEquals(
                    List.of(),
                    log.withId("MESH-0410").stream()
                            .filter(line -> line.contains("\u001b"))
                            .toList());
        }
    }

    private static HandshakeRequest request(String code) {
        return (HandshakeRequest) Proxy.newProxyInstance(
                SessionsTest.class.getClassLoader(),
                new Class<?>[] {HandshakeRequest.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getHeaders") ? Map.of("code", List.of(code)) : null);
    }

    private static Session session(List<Integer> closed) {
        return (Session) Proxy.newProxyInstance(
                SessionsTest.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.add(((CloseReason) arguments[0]).getCloseCode().getCode());
                    }
                    return null;
                });
    }
}
