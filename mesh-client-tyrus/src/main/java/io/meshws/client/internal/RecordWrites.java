package io.meshws.client.internal;

import io.meshws.client.TransactionReply;
import io.meshws.client.WriteOptions;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.record.RecordTopics;
import io.meshws.client.internal.runtime.Promise;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;

/** Writes records. */
final class RecordWrites implements RecordTopics.Writes {
    private final Core core;

    RecordWrites(Core core) {
        this.core = core;
    }

    @Override
    public JsonValue payload(String recordId, Object newValue, WriteOptions options) {
        return RecordTopics.payload(recordId, Values.json(core.binding(), newValue), options);
    }

    @Override
    public JsonValue changes(Change... changes) {
        JsonArrayBuilder wire = Json.array();
        for (Change change : changes) {
            wire.add(change.toJson(value -> Values.json(core.binding(), value)));
        }
        return wire.build();
    }

    @Override
    public CompletableFuture<Reply> write(JsonValue payload) {
        return core.change(BuiltIn.PUBLISH_RECORD_UPDATE, payload);
    }

    @Override
    public CompletableFuture<TransactionReply> transaction(JsonValue payload) {
        return Promise.of(
                core.change(BuiltIn.TRANSACTION, payload),
                answer -> RecordTopics.transaction(Answers.value(answer)),
                core.executor(),
                () -> {});
    }

    @Override
    public CompletableFuture<Long> promise(CompletableFuture<Reply> reply) {
        return Promise.of(reply, answer -> RecordTopics.version(Answers.value(answer)), core.executor(), () -> {});
    }
}
