package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Handshake;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.JsonLimits;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest frames that a client may send, whole and in parts, and those beyond. */
class FrameSizeTest {
    private static final int LONGEST = 200;

    private final List<String> sent = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private final TestInstance instance = new TestInstance(
            Clusters.memory(),
            MeshConfig.builder().set(MeshProperty.MAX_FRAME_SIZE, LONGEST).build());
    private ClientSession client;

    @BeforeEach
    void connect() {
        Pattern any = Pattern.compile(".*");
        instance.mesh.names().allow(any, Guard.ANYONE);
        instance.mesh.pipes().allow(any, any);
        RemoteEndpoint.Async remote = proxy(RemoteEndpoint.Async.class, (self, method, arguments) -> {
            if (method.getName().startsWith("send")) {
                sent.add(arguments[0].toString());
                ((SendHandler) arguments[1]).onResult(new SendResult());
            }
            return null;
        });
        Session session = proxy(Session.class, (self, method, arguments) -> {
            if (method.getName().equals("close")) {
                closed.add(((CloseReason) arguments[0]).getCloseCode().getCode());
            }
            return method.getName().equals("getAsyncRemote") ? remote : null;
        });
        client = new ClientSession(
                instance.mesh,
                new SessionTransport(session, null, Receiving.ALWAYS),
                Optional.empty(),
                new FrameReader(JsonLimits.DEFAULT));
        client.open(new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()));
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void send(String text, int parts) {
        int each = text.length() / parts;
        for (int i = 1; i < parts; i++) {
            client.text(text.substring((i - 1) * each, i * each), false);
        }
        client.text(text.substring((parts - 1) * each), true);
    }

    private void sendBytes(int length, int parts) {
        int each = length / parts;
        for (int i = 1; i < parts; i++) {
            client.binary(ByteBuffer.allocate(each), false);
        }
        client.binary(ByteBuffer.allocate(length - (parts - 1) * each), true);
    }

    private static String noop(int length) {
        String frame = "{\"id\":1,\"command\":\"mesh/noop\",\"payload\":\"\"}";
        return frame.replace("\"\"", "\"" + "x".repeat(length - frame.length()) + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aTextFrameOfTheLimitIsReadAndALongerOneClosesTheConnection(int parts) {
        send(noop(LONGEST), parts);
        assertEquals("{\"id\":1,\"command\":\"mesh/noop\",\"payload\":true}", sent.get(sent.size() - 1));
        assertEquals(List.of(), closed);
        send(noop(LONGEST + 1), parts);
        assertEquals(List.of(1009), closed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void bytesOfAPipeHaveTheSameLimit(int parts) {
        send("{\"id\":1,\"command\":\"mesh/take-name\",\"payload\":{\"name\":\"ada\",\"incarnation\":\"1\"}}", 1);
        send(
                "{\"id\":2,\"command\":\"mesh/open-pipe\",\"payload\":"
                        + "{\"name\":\"ada\",\"to\":\"bob\",\"pipe\":\"p\",\"candidate\":\"candidate-1\"}}",
                1);
        sendBytes(LONGEST, parts);
        assertEquals(List.of(), closed);
        sendBytes(LONGEST + 1, parts);
        assertEquals(List.of(1009), closed, sent::toString);
    }
}
