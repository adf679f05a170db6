package io.meshws.client.internal.pipe;

import io.meshws.client.MeshClientException;
import io.meshws.client.Pipe;
import io.meshws.client.Subscription;
import io.meshws.client.internal.link.Connection;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.link.RestoreStep;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Payload;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.pipe.PipeBytes;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The pipes of one client. Thread-safe. */
public final class Pipes {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");

    private final Desk desk;
    private final List<Acceptor<?>> acceptors = new CopyOnWriteArrayList<>();
    /** Guarded by this. */
    private final Map<PipeKey, PipeHandle<?>> open = new HashMap<>();

    private record Acceptor<T>(Pattern names, Class<T> type, Consumer<? super Pipe<T>> taker) {}

    public Pipes(Desk desk) {
        this.desk = desk;
    }

    /** Opens a pipe; completes on a network thread. */
    public <T> CompletableFuture<Pipe<T>> open(String self, String peer, String name, Type type) {
        PipeHandle<T> handle = add(new PipeKey(self, peer, name), type);
        if (handle == null) {
            throw new IllegalStateException("This client already has that pipe; close it first");
        }
        CompletableFuture<Pipe<T>> result = new CompletableFuture<>();
        desk.call(BuiltIn.OPEN_PIPE, handle.opening()).thenAccept(reply -> {
            if (reply instanceof Reply.Failure failure) {
                refused(handle, failure.exception());
                result.completeExceptionally(failure.exception());
            } else {
                result.complete(handle);
            }
        });
        return result;
    }

    /** Null if there is one. */
    private <T> PipeHandle<T> add(PipeKey key, Type type) {
        PipeHandle<T> handle = new PipeHandle<>(desk, this, key, type);
        synchronized (this) {
            if (open.putIfAbsent(key, handle) != null) {
                return null;
            }
        }
        handle.asking();
        return handle;
    }

    private void refused(PipeHandle<?> handle, MeshClientException why) {
        if (remove(handle) && why.is(ErrorCode.ETIMEOUT)) {
            // The server may have agreed all the same.
            desk.call(BuiltIn.CLOSE_PIPE, handle.key().payload().build());
        }
        handle.end(why, why);
    }

    private synchronized boolean remove(PipeHandle<?> handle) {
        return open.remove(handle.key(), handle);
    }

    private synchronized List<PipeHandle<?>> all() {
        return new ArrayList<>(open.values());
    }

    public <T> Subscription onPipe(Pattern names, Class<T> type, Consumer<? super Pipe<T>> taker) {
        Acceptor<T> acceptor =
                new Acceptor<>(Objects.requireNonNull(names, "names"), type, Objects.requireNonNull(taker, "acceptor"));
        acceptors.add(acceptor);
        return () -> acceptors.remove(acceptor);
    }

    /** Whether messages of this type are bytes, not JSON. */
    public static boolean areBytes(Type type) {
        return Received.areBytes(type);
    }

    /** An event about pipes. */
    public void event(Connection connection, String command, JsonValue value, int length) {
        JsonObject payload = Payload.object(value);
        switch (command) {
            case BuiltIn.PIPE_WANTED -> wanted(PipeKey.of(payload));
            case BuiltIn.PIPE_OPEN ->
                with(
                        payload,
                        handle -> handle.opened(
                                connection, Payload.string(payload, "id"), (int) Payload.whole(payload, "window")));
            case BuiltIn.PIPE_STATE -> with(payload, PipeHandle::away);
            case BuiltIn.PIPE_CLOSED -> with(payload, handle -> closed(handle, payload));
            default -> frame(command, payload, length);
        }
    }

    private void with(JsonObject payload, Consumer<PipeHandle<?>> action) {
        PipeHandle<?> handle;
        synchronized (this) {
            handle = open.get(PipeKey.of(payload));
        }
        if (handle != null) {
            action.accept(handle);
        }
    }

    private void frame(String command, JsonObject payload, int length) {
        String id = Payload.string(payload, "id");
        long number = Payload.whole(payload, "n");
        Received data = Received.of(payload.get("data"));
        withId(id, handle -> {
            switch (command) {
                case BuiltIn.PIPE_ACK -> handle.acknowledged(id, number);
                case BuiltIn.PIPE_RESUME -> handle.resumed(id, number);
                default -> handle.message(id, number, data, length, payload.getBoolean("alone", false));
            }
        });
    }

    /** A message of bytes. */
    public void bytes(PipeBytes message, int length) {
        Received data = new Received(null, message.data());
        withId(message.id(), handle -> handle.message(message.id(), message.number(), data, length, message.alone()));
    }

    private void withId(String id, Consumer<PipeHandle<?>> action) {
        for (PipeHandle<?> handle : all()) {
            if (id.equals(handle.id())) {
                action.accept(handle);
            }
        }
    }

    private void wanted(PipeKey key) {
        for (Acceptor<?> acceptor : acceptors) {
            if (acceptor.names().matcher(key.name()).matches()) {
                accept(key, acceptor);
                return;
            }
        }
    }

    private <T> void accept(PipeKey key, Acceptor<T> acceptor) {
        PipeHandle<T> handle = add(key, acceptor.type());
        if (handle == null) {
            return;
        }
        desk.call(BuiltIn.OPEN_PIPE, handle.opening()).thenAccept(reply -> {
            if (reply instanceof Reply.Failure failure) {
                refused(handle, failure.exception());
            }
        });
        desk.post(0, () -> {
            try {
                acceptor.taker().accept(handle);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "The acceptor of the " + key + " failed", e);
                handle.close(new MeshClientException(ErrorCode.ESERVER, "The receiver failed"));
            }
        });
    }

    private void closed(PipeHandle<?> handle, JsonObject payload) {
        MeshClientException why = ErrorBody.from(payload.get("error"))
                .map(error -> MeshClientException.of(error, null))
                .orElseGet(() -> new MeshClientException(ErrorCode.EGONE, "The other end closed the pipe"));
        remove(handle);
        handle.end(why, payload.containsKey("error") ? why : null);
    }

    /** @param error for the other end; null if all is well */
    void close(PipeHandle<?> handle, MeshClientException error) {
        if (remove(handle)) {
            JsonObjectBuilder payload = handle.key().payload();
            if (error != null) {
                payload.add("error", Json.raw(error.body().toJson()));
            }
            desk.call(BuiltIn.CLOSE_PIPE, payload.build());
        }
        MeshClientException why =
                error != null ? error : new MeshClientException(ErrorCode.EGONE, "The pipe was closed");
        handle.end(why, error);
    }

    /** Asks the server again for a pipe that is not open. */
    void openAgain(PipeHandle<?> handle) {
        boolean wanted;
        synchronized (this) {
            wanted = open.get(handle.key()) == handle;
        }
        if (wanted) {
            desk.call(BuiltIn.OPEN_PIPE, handle.opening()).thenAccept(reply -> {
                if (reply instanceof Reply.Failure failure && failure.is(ErrorCode.EFORBIDDEN)) {
                    refused(handle, failure.exception());
                }
            });
        }
    }

    /** The steps that restore everything. */
    public List<RestoreStep> steps() {
        List<RestoreStep> steps = new ArrayList<>();
        for (PipeHandle<?> handle : all()) {
            handle.asking();
            steps.add(new Again(handle));
        }
        return steps;
    }

    /** Ends all, without a word to the server. */
    public void end() {
        List<PipeHandle<?>> handles;
        synchronized (this) {
            handles = all();
            open.clear();
        }
        MeshClientException why = new MeshClientException(ErrorCode.EGONE, "The client was closed");
        handles.forEach(handle -> handle.end(why, null));
    }

    /** Opens a pipe again on a new connection. */
    private final class Again implements RestoreStep {
        private final PipeHandle<?> handle;

        Again(PipeHandle<?> handle) {
            this.handle = handle;
        }

        @Override
        public String what() {
            return handle.key().toString();
        }

        @Override
        public String command() {
            return BuiltIn.OPEN_PIPE;
        }

        @Override
        public JsonObject payload() {
            synchronized (Pipes.this) {
                return open.get(handle.key()) == handle ? handle.opening() : null;
            }
        }

        @Override
        public void replied(Reply.Value reply) {
            // The rest comes by an event.
        }

        @Override
        public void refused(MeshClientException why) {
            Pipes.this.refused(handle, why);
        }
    }
}
