package io.meshws.internal.instance;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Transport;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A process that has a name, and ends of pipes of its own, as a client has them; without a network. */
final class PipeProcess implements AutoCloseable {
    private static final FrameReader READER = new FrameReader(JsonLimits.DEFAULT);
    private static final long SECONDS = 60;

    final String name;
    private final String incarnation = UUID.randomUUID().toString();
    /** Everything of this process happens here, one thing after the other. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private final Map<String, ProcessPipe> pipes = new HashMap<>();
    private long now = 1;
    private long nextId = 1;
    private final Map<Long, CompletableFuture<JsonValue>> replies = new HashMap<>();
    private TestInstance instance;
    private Line line;
    private volatile boolean named;
    /** Whether the name has to be taken again. */
    private boolean unnamed;
    /** Whether it accepts what others want. */
    volatile boolean accepts = true;

    final List<String> wanted = new CopyOnWriteArrayList<>();

    PipeProcess(TestInstance instance, String name) {
        this.name = name;
        connect(instance);
    }

    /** One connection; after it was lost, nothing of it counts. */
    private final class Line implements Transport {
        private Connection connection;

        @Override
        public void send(String frame, Done done) {
            thread.execute(() -> {
                if (line == this) {
                    heard(frame);
                }
            });
            done.done(null);
        }

        @Override
        public void close(int code, String reason) {
            TestInstance at = instance;
            at.mesh.closed(connection, code, reason);
        }
    }

    void await(Runnable task) {
        try {
            thread.submit(task).get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Connects to an instance, takes the name, and opens its pipes, as they were before. */
    void connect(TestInstance to) {
        await(() -> {
            instance = to;
            line = new Line();
            Line opening = line;
            opening.connection = to.connect(opening);
            takeName("replace");
        });
        Eventually.holds("name", () -> {
            if (!named) {
                to.mesh.tick();
                second();
            }
            return named;
        });
    }

    /** Tried again each second until the server can. */
    private void takeName(String ifTaken) {
        named = false;
        unnamed = false;
        JsonObject payload = Json.object()
                .add("name", name)
                .add("incarnation", incarnation)
                .add("ifTaken", ifTaken)
                .build();
        request("mesh/take-name", payload).thenAccept(reply -> {
            named = reply.asJsonObject().containsKey("success");
            unnamed = !named;
            if (named) {
                pipes.values().forEach(ProcessPipe::openAgain);
            }
        });
    }

    /** The connection is lost. */
    void disconnect() {
        abandon().run();
    }

    /** The connection is lost, and the server doesn't notice it until the returned task runs. */
    Runnable abandon() {
        CompletableFuture<Runnable> noticing = new CompletableFuture<>();
        await(() -> {
            Line lost = line;
            TestInstance at = instance;
            line = null;
            pipes.values().forEach(pipe -> pipe.end.offline());
            noticing.complete(() -> at.mesh.closed(lost.connection, 1006, ""));
        });
        return noticing.join();
    }

    /** Opens a pipe, which is returned if it's there already. */
    ProcessPipe open(String to, String pipe) {
        CompletableFuture<ProcessPipe> opened = new CompletableFuture<>();
        await(() -> opened.complete(opened(to, pipe)));
        return opened.join();
    }

    private ProcessPipe opened(String to, String pipe) {
        return pipes.computeIfAbsent(to + "/" + pipe, key -> {
            ProcessPipe made = new ProcessPipe(this, to, pipe);
            made.openAgain();
            return made;
        });
    }

    CompletableFuture<JsonValue> request(String command, JsonValue payload) {
        CompletableFuture<JsonValue> reply = new CompletableFuture<>();
        if (line != null) {
            replies.put(nextId, reply);
            instance.mesh.text(line.connection, FrameText.clientCall(nextId++, command, payload.toString()));
        }
        return reply;
    }

    void execute(Runnable task) {
        thread.execute(task);
    }

    void forget(ProcessPipe pipe) {
        pipes.values().remove(pipe);
    }

    void tell(String frame) {
        if (line != null) {
            instance.mesh.text(line.connection, frame);
        }
    }

    private void heard(String text) {
        Frame frame;
        try {
            frame = READER.read(text);
        } catch (MalformedFrameException e) {
            throw new AssertionError(text, e);
        }
        if (frame instanceof Frame.ClientCall reply) {
            replies.remove(reply.id()).complete(reply.payload());
        } else if (frame.command().equals(BuiltIn.NAME_LOST)
                && frame.payload().asJsonObject().getString("reason").equals("elsewhere")) {
            takeName("refuse");
        } else if (frame.payload() instanceof JsonObject payload
                && frame.command().startsWith(BuiltIn.PIPE)) {
            heard(frame.command(), payload, text.length());
        }
    }

    private void heard(String command, JsonObject payload, int length) {
        switch (command) {
            case BuiltIn.PIPE_WANTED -> {
                wanted.add(payload.getString("from") + "/" + payload.getString("pipe"));
                if (accepts) {
                    opened(payload.getString("from"), payload.getString("pipe"));
                }
            }
            case BuiltIn.PIPE_OPEN ->
                with(payload, pipe -> pipe.end.opened(payload.getString("id"), payload.getInt("window")));
            case BuiltIn.PIPE_STATE -> with(payload, pipe -> pipe.end.away());
            case BuiltIn.PIPE_CLOSED ->
                with(payload, pipe -> {
                    pipes.values().remove(pipe);
                    pipe.end();
                });
            default -> {
                String id = payload.getString("id");
                long number = payload.getJsonNumber("n").longValue();
                new ArrayList<>(pipes.values())
                        .stream()
                                .filter(pipe -> id.equals(pipe.end.id()))
                                .forEach(pipe -> pipe.heard(command, id, number, payload.get("data"), length));
            }
        }
    }

    private void with(JsonObject payload, Consumer<ProcessPipe> action) {
        ProcessPipe pipe = pipes.get(payload.getString("from") + "/" + payload.getString("pipe"));
        if (pipe != null) {
            action.accept(pipe);
        }
    }

    /** A second passes for the ends. */
    void second() {
        await(() -> {
            now += 1_000_000_000;
            if (unnamed && line != null) {
                takeName("refuse");
            }
            pipes.values().forEach(pipe -> pipe.end.tick(now));
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
