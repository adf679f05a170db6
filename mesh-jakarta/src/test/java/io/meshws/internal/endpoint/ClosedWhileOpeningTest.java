package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.MeshConfig;
import io.meshws.internal.connection.Lanes;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.JsonLimits;
import io.meshws.testing.Clusters;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Undertow reports the end of a session on the thread that closes it, even while another one opens the endpoint. */
class ClosedWhileOpeningTest {
    private final CompletableFuture<Void> reported = new CompletableFuture<>();
    private SessionEndpoint endpoint;

    @Test
    void aConnectionThatAnObserverOfItsOpeningClosesIsGone() {
        try (TestInstance instance =
                new TestInstance(Clusters.memory(), MeshConfig.builder().build(), ForkJoinPool.commonPool())) {
            instance.observer = event -> {
                if (event instanceof ConnectionOpened opened) {
                    opened.connection().close();
                    Eventually.get(reported);
                }
            };
            Sessions sessions = new Sessions(instance.mesh, new Lanes(1, Thread::new), Runnable::run, Set.of());
            ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Object.class, "/mesh")
                    .configurator(sessions.configurator())
                    .build();
            sessions.configurator().modifyHandshake(config, request(), null);
            endpoint = new SessionEndpoint(sessions);
            endpoint.onOpen(session(), config);
            Eventually.equal("closed", List.of(1000), () -> instance.closed.stream()
                    .map(ConnectionClosed::code)
                    .toList());
        }
    }

    @Test
    void messagesOfASessionThatCouldNotBeOpenedAreIgnored() {
        try (TestInstance instance =
                new TestInstance(Clusters.memory(), MeshConfig.builder().build())) {
            ClientSession client = new ClientSession(
                    instance.mesh,
                    new SessionTransport(session(), null, Receiving.ALWAYS),
                    Optional.empty(),
                    new FrameReader(JsonLimits.DEFAULT));
            client.text("{\"id\":1,\"command\":\"mesh/noop\"}", true);
            client.binary(ByteBuffer.allocate(1), true);
            client.closed(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
            assertEquals(List.of(), instance.closed);
        }
    }

    private static HandshakeRequest request() {
        return played(
                HandshakeRequest.class,
                (method, arguments) ->
                        method.equals("getHeaders") || method.equals("getParameterMap") ? Map.of() : null);
    }

    private Session session() {
        RemoteEndpoint.Async remote = played(RemoteEndpoint.Async.class, (method, arguments) -> {
            if (method.equals("sendText")) {
                ((SendHandler) arguments[1]).onResult(new SendResult());
            }
            return null;
        });
        return played(Session.class, (method, arguments) -> {
            if (method.equals("close")) {
                endpoint.onClose(null, (CloseReason) arguments[0]);
                reported.complete(null);
            }
            return method.equals("getAsyncRemote") ? remote : null;
        });
    }

    private static <T> T played(Class<T> type, BiFunction<String, Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                ClosedWhileOpeningTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(method.getName(), arguments)));
    }
}
