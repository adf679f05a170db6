package io.meshws.client.internal;

import io.meshws.client.WriteOptions;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.record.RecordTopics;
import io.meshws.protocol.BuiltIn;
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
    public CompletableFuture<Reply> write(JsonValue payload) {
        return core.change(BuiltIn.PUBLISH_RECORD_UPDATE, payload);
    }

    @Override
    public CompletableFuture<Long> promise(CompletableFuture<Reply> reply) {
        return Promise.of(reply, answer -> RecordTopics.version(Answers.value(answer)), core.executor(), () -> {});
    }
}
