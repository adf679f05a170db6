package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.glassfish.tyrus.server.Server;

/** A real WebSocket server on a free port that does what a test says. One Tyrus serves all tests of the JVM. */
final class ScriptedServer implements AutoCloseable {
    static final String CONNECTION_ID = "c-1";

    private static final Map<String, ScriptedServer> SCRIPTS = new ConcurrentHashMap<>();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int PORT = startTyrus();

    private final String name = "script-" + NAMES.incrementAndGet();
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private volatile BiConsumer<ScriptedServer, Frame.ClientCall> calls = (server, call) -> {};
    private volatile boolean assigns = true;
    private volatile Map<String, List<String>> headers = Map.of();

    ScriptedServer() {
        SCRIPTS.put(name, this);
    }

    /** What to do with a client's request; all other frames can be awaited with {@link #next}. */
    ScriptedServer onCall(BiConsumer<ScriptedServer, Frame.ClientCall> script) {
        calls = script;
        return this;
    }

    ScriptedServer echo() {
        return onCall((server, call) -> server.reply(call, call.payload().toString()));
    }

    ScriptedServer withoutId() {
        assigns = false;
        return this;
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + PORT + "/mesh/" + name);
    }

    MeshClient connected() {
        MeshClient client = MeshClient.builder(uri()).build();
        client.connectSync();
        return client;
    }

    /** The next frame that the client sent. */
    Frame next() throws InterruptedException {
        Frame frame = received.poll(10, TimeUnit.SECONDS);
        assertNotNull(frame, "no frame from the client");
        return frame;
    }

    /** As {@link #next}, but exactly what travelled. A test uses the one or the other. */
    String nextText() throws InterruptedException {
        String text = texts.poll(10, TimeUnit.SECONDS);
        assertNotNull(text, "no frame from the client");
        return text;
    }

    void reply(Frame.ClientCall call, String payload) {
        send(FrameText.clientCall(call.id(), call.command(), payload));
    }

    void send(String text) {
        Session open = session.join();
        synchronized (open) {
            try {
                open.getBasicRemote().sendText(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void sendBinary(byte[] bytes) {
        session.join().getAsyncRemote().sendBinary(ByteBuffer.wrap(bytes));
    }

    void close(int code, String reason) {
        try {
            session.join().close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a header of the handshake. */
    String header(String header) {
        return headers.getOrDefault(header, List.of()).stream().findFirst().orElse(null);
    }

    @Override
    public void close() {
        SCRIPTS.remove(name);
    }

    private void read(String text) {
        Frame frame;
        try {
            frame = new FrameReader(JsonLimits.DEFAULT).read(text);
        } catch (MalformedFrameException e) {
            throw new IllegalArgumentException(text, e);
        }
        texts.add(text);
        received.add(frame);
        if (frame instanceof Frame.ClientCall call) {
            calls.accept(this, call);
        }
    }

    private static int startTyrus() {
        try {
            Server server = new Server("127.0.0.1", -1, "/", Map.of(), Mesh.class);
            server.start();
            return server.getPort();
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands everything to the script that the path names. */
    @ServerEndpoint(value = "/mesh/{script}", configurator = Handshake.class)
    public static final class Mesh {
        private ScriptedServer script;

        @OnOpen
        public void open(@PathParam("script") String name, Session session, EndpointConfig config) {
            script = SCRIPTS.get(name);
            script.session.obtrudeValue(session);
            if (script.assigns) {
                script.send(FrameText.event(BuiltIn.ASSIGN_ID, Json.quote(CONNECTION_ID)));
            }
        }

        @OnMessage(maxMessageSize = -1)
        public void message(String text) {
            script.read(text);
        }

        @OnClose
        public void close(CloseReason reason) {
            script.closed.complete(reason);
        }
    }

    /** Keeps the headers of the handshake. */
    public static final class Handshake extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            String path = request.getRequestURI().getPath();
            ScriptedServer script = SCRIPTS.get(path.substring(path.lastIndexOf('/') + 1));
            if (script != null) {
                script.headers = request.getHeaders();
            }
        }
    }
}
