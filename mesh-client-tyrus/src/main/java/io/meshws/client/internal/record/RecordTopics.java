package io.meshws.client.internal.record;

import io.meshws.client.MeshClientException;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordOperation;
import io.meshws.client.RecordSubscription;
import io.meshws.client.RecordUpdate;
import io.meshws.client.TransactionReply;
import io.meshws.client.WriteOptions;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topics;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.change.ChangeFailedException;
import io.meshws.protocol.change.Changes;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The records of one client. Thread-safe. */
public final class RecordTopics extends Topics<RecordTopic, RecordHandle<?>> {
    static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final Kind KIND =
            new Kind("record", "recordId", BuiltIn.SUBSCRIBE_RECORD, BuiltIn.UNSUBSCRIBE_RECORD);

    private static final String CHANGES = "changes";

    private final Writes writes;

    /** How a record is written; the desk's way of calling would write twice. */
    public interface Writes {
        /** The payload of the command. Throws if the value cannot be written. */
        JsonValue payload(String recordId, Object newValue, WriteOptions options);

        /** Changes as they are on the wire. Throws if a value cannot be written. */
        JsonValue changes(Change... changes);

        /** Writes once, even if the connection is lost, if the server helps; completes on a network thread. */
        CompletableFuture<Reply> write(JsonValue payload);

        /** Writes several records; completes as {@link #promise} does. */
        CompletableFuture<TransactionReply> transaction(JsonValue payload);

        /** Turns a reply into the application's result. */
        CompletableFuture<Long> promise(CompletableFuture<Reply> reply);
    }

    public RecordTopics(Desk desk, Writes writes) {
        super(desk, KIND);
        this.writes = writes;
    }

    /** @param listener may be null */
    public <T> CompletableFuture<? extends RecordSubscription<T>> subscribe(
            String recordId, Type type, RecordMode mode, Consumer<? super RecordUpdate<T>> listener) {
        return this.<RecordHandle<T>>subscribe(
                recordId,
                () -> new RecordTopic(
                        recordId, this::refresh, desk().settings().limits().maxPendingCharacters()),
                topic -> new RecordHandle<>(desk(), this, topic, type, mode, listener));
    }

    CompletableFuture<Long> change(RecordHandle<?> handle, Object newValue, WriteOptions options) {
        RecordTopic topic = handle.topic();
        JsonValue payload = writes.payload(topic.name(), newValue, options);
        return begin(topic, LocalChange.of(payload.asJsonObject().get("newValue"), options.strategy()), payload);
    }

    CompletableFuture<Long> change(RecordHandle<?> handle, WriteOptions options, Change... changes) {
        RecordTopic topic = handle.topic();
        JsonObject payload = payload(topic.name(), options, changes);
        return begin(topic, LocalChange.of(read(payload.get(CHANGES))), payload);
    }

    private CompletableFuture<Long> begin(RecordTopic topic, LocalChange change, JsonValue payload) {
        synchronized (this) {
            topic.begin(change);
            CompletableFuture<Reply> reply = writes.write(payload);
            reply.thenAccept(answer -> ended(topic, change, answer));
            return writes.promise(reply);
        }
    }

    /** Writes a record, followed or not. */
    public CompletableFuture<Long> write(String recordId, Object newValue, WriteOptions options) {
        return writes.promise(writes.write(writes.payload(recordId, newValue, options)));
    }

    /** Changes a record, followed or not. */
    public CompletableFuture<Long> write(String recordId, WriteOptions options, Change... changes) {
        JsonObject payload = payload(recordId, options, changes);
        read(payload.get(CHANGES));
        return writes.promise(writes.write(payload));
    }

    /** Writes several records, followed or not. */
    public CompletableFuture<TransactionReply> transaction(RecordOperation... operations) {
        JsonArrayBuilder wire = Json.array();
        for (RecordOperation operation : operations) {
            wire.add(wire(operation));
        }
        return writes.transaction(Json.object().add("operations", wire).build());
    }

    private JsonObjectBuilder wire(RecordOperation operation) {
        // Java 17 has no switch over sealed types.
        if (operation instanceof RecordOperation.Write write) {
            JsonValue payload = writes.payload(write.recordId(), write.newValue(), write.options());
            return named("write", payload.asJsonObject());
        }
        if (operation instanceof RecordOperation.Changes changes) {
            JsonObject payload = payload(
                    changes.recordId(), changes.options(), changes.changes().toArray(Change[]::new));
            read(payload.get(CHANGES));
            return named("change", payload);
        }
        RecordOperation.Delete delete = (RecordOperation.Delete) operation;
        JsonObjectBuilder how = Json.object();
        delete.expectedVersion().ifPresent(version -> how.add("expectedVersion", version));
        return Json.object()
                .add("op", "delete")
                .add("recordId", delete.recordId())
                .add("options", how);
    }

    private static JsonObjectBuilder named(String op, JsonObject members) {
        JsonObjectBuilder named = Json.object().add("op", op);
        members.forEach(named::add);
        return named;
    }

    private JsonObject payload(String recordId, WriteOptions options, Change... changes) {
        if (options.strategy() != MergeStrategy.REPLACE) {
            throw new IllegalArgumentException("Changes can't have a strategy, found " + options.strategy());
        }
        JsonObjectBuilder how = Json.object();
        options.expectedVersion().ifPresent(version -> how.add("expectedVersion", version));
        return Json.object()
                .add("recordId", recordId)
                .add(CHANGES, writes.changes(changes))
                .add("options", how)
                .build();
    }

    private static Changes read(JsonValue wire) {
        try {
            return Changes.read(wire);
        } catch (ChangeFailedException e) {
            throw MeshClientException.of(e.code().body(e.getMessage()), e);
        }
    }

    private synchronized void ended(RecordTopic topic, LocalChange change, Reply answer) {
        if (answer instanceof Reply.Value value) {
            topic.confirmed(change, version(value.payload()));
        } else {
            topic.refused(change);
        }
    }

    public static JsonObject payload(String recordId, JsonValue newValue, WriteOptions options) {
        JsonObjectBuilder how = Json.object().add("strategy", options.strategy().wireName());
        options.expectedVersion().ifPresent(version -> how.add("expectedVersion", version));
        return Json.object()
                .add("recordId", recordId)
                .add("newValue", newValue)
                .add("options", how)
                .build();
    }

    /** The version in the reply to a write; 0 if the server doesn't send one. */
    public static long version(JsonValue reply) {
        JsonObject object = Payload.object(reply);
        return object.containsKey("version") ? Payload.whole(object, "version") : 0;
    }

    /** The reply to a transaction. */
    public static TransactionReply transaction(JsonValue reply) {
        JsonObject object = Payload.object(reply);
        List<Long> versions = Payload.objects(object, "results").stream()
                .map(result -> Payload.whole(result, "version"))
                .toList();
        return new TransactionReply(Payload.string(object, "id"), versions);
    }

    /** An update of the server's. */
    public void update(JsonValue payload, int length) {
        event(payload, arrived -> arrived.topic().update(arrived.payload(), arrived.length()), length);
    }

    /** A deletion. */
    public void deleted(JsonValue payload, int length) {
        event(payload, arrived -> arrived.topic().deleted(arrived.payload(), arrived.length()), length);
    }
}
