package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.meshws.conformance.ServerConnection;
import io.meshws.conformance.ServerPort;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** A WebSocket server on a free port that a test controls, for one client that may connect again and again. */
final class ScriptedServer implements AutoCloseable {
    /** The id of the first connection; later ones have the numbers after it. */
    static final String CONNECTION_ID = "c-1";

    /** The connection that called, within a script. */
    private static final ThreadLocal<ServerConnection> CALLER = new ThreadLocal<>();

    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> binary = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CompletableFuture<ServerConnection> last = new CompletableFuture<>();
    /** With which code the first connection ended. */
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private volatile BiConsumer<ScriptedServer, Frame.ClientCall> calls = (server, call) -> {};
    private volatile Consumer<ScriptedServer> opening = ScriptedServer::assignId;
    private volatile Map<String, String> headers = Map.of();
    private volatile String query;

    private final ServerPort port = new ServerPort(Script::new);

    /** Runs for each request of a client; all other frames can be awaited with {@link #next}. */
    ScriptedServer onCall(BiConsumer<ScriptedServer, Frame.ClientCall> script) {
        calls = script;
        return this;
    }

    /** Replies to requests of these names with JSON texts, and to others as before. */
    ScriptedServer reply(String command, Function<JsonObject, String> reply) {
        BiConsumer<ScriptedServer, Frame.ClientCall> others = calls;
        return onCall((server, call) -> {
            if (call.command().equals(command)) {
                server.reply(call, reply.apply(call.payload().asJsonObject()));
            } else {
                others.accept(server, call);
            }
        });
    }

    ScriptedServer echo() {
        return onCall((server, call) -> server.reply(call, call.payload().toString()));
    }

    /** Runs when a connection opens, instead of assigning an id. */
    ScriptedServer onOpen(Consumer<ScriptedServer> script) {
        opening = script;
        return this;
    }

    ScriptedServer withoutId() {
        return onOpen(server -> {});
    }

    void assignId() {
        send(FrameText.event(BuiltIn.ASSIGN_ID, Json.quote("c-" + connections())));
    }

    /** Says with the id that clients have to sign in. */
    void assignIdAndAskForCredential() {
        send("{\"command\":\"" + BuiltIn.ASSIGN_ID + "\",\"payload\":" + Json.quote("c-" + connections())
                + ",\"authenticate\":true}");
    }

    /** How many connections there were. */
    int connections() {
        return connections.get();
    }

    URI uri() {
        return port.uri();
    }

    MeshClientBuilder builder() {
        return MeshClient.builder(uri());
    }

    MeshClient connected() {
        return connected(builder -> {});
    }

    MeshClient connected(Consumer<MeshClientBuilder> settings) {
        MeshClientBuilder builder = builder();
        settings.accept(builder);
        MeshClient client = builder.build();
        client.connectSync();
        return client;
    }

    /** The next frame that the client sent. */
    Frame next() throws InterruptedException {
        Frame frame = received.poll(10, TimeUnit.SECONDS);
        assertNotNull(frame, "no frame from the client");
        return frame;
    }

    /** The next request of this name; earlier ones are skipped. */
    Frame.ClientCall nextCall(String command) throws InterruptedException {
        while (true) {
            if (next() instanceof Frame.ClientCall call && call.command().equals(command)) {
                return call;
            }
        }
    }

    /** Like {@link #next}, but the exact text of the frame. A test uses the one or the other. */
    String nextText() throws InterruptedException {
        String text = texts.poll(10, TimeUnit.SECONDS);
        assertNotNull(text, "no frame from the client");
        return text;
    }

    byte[] nextBinary() throws InterruptedException {
        byte[] bytes = binary.poll(10, TimeUnit.SECONDS);
        assertNotNull(bytes, "no bytes from the client");
        return bytes;
    }

    /** With which code the next connection ended. */
    int nextEnd() throws InterruptedException {
        Integer code = ends.poll(10, TimeUnit.SECONDS);
        assertNotNull(code, "no connection ended");
        return code;
    }

    void reply(Frame.ClientCall call, String payload) {
        send(FrameText.clientCall(call.id(), call.command(), payload));
    }

    private interface Sending {
        void to(ServerConnection connection) throws IOException;
    }

    /** To whom called, within a script; else to the client that connected last. */
    private void send(Sending sending) {
        ServerConnection caller = CALLER.get();
        try {
            sending.to(caller != null ? caller : last.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(String text) {
        send(connection -> connection.text(text));
    }

    void sendBinary(byte[] bytes) {
        send(connection -> connection.binary(bytes));
    }

    void close(int code, String reason) {
        send(connection -> connection.close(code, reason));
    }

    /** The value of a header of the last handshake. */
    String header(String header) {
        return headers.get(header);
    }

    /** The query of the last handshake. */
    String query() {
        return query;
    }

    @Override
    public void close() {
        port.close();
    }

    /** Runs the scripts for one connection. */
    private final class Script implements ServerConnection.Listener {
        @Override
        public boolean accepts(String target) {
            URI uri = URI.create(target);
            query = uri.getRawQuery();
            return uri.getPath().equals("/mesh");
        }

        @Override
        public void opened(ServerConnection connection) {
            synchronized (ScriptedServer.this) {
                headers = connection.headers();
                connections.incrementAndGet();
                last.obtrudeValue(connection);
                opening.accept(ScriptedServer.this);
            }
        }

        @Override
        public void binary(ServerConnection connection, byte[] bytes) {
            binary.add(bytes);
        }

        @Override
        public void text(ServerConnection connection, String text) {
            Frame frame;
            try {
                frame = new FrameReader(JsonLimits.DEFAULT).read(text);
            } catch (MalformedFrameException e) {
                throw new IllegalArgumentException(text, e);
            }
            texts.add(text);
            received.add(frame);
            if (frame instanceof Frame.ClientCall call) {
                CALLER.set(connection);
                try {
                    calls.accept(ScriptedServer.this, call);
                } finally {
                    CALLER.remove();
                }
            }
        }

        @Override
        public void ended(int code) {
            closed.complete(code);
            ends.add(code);
        }
    }
}
