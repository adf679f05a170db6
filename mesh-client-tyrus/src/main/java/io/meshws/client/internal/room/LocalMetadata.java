package io.meshws.client.internal.room;

import io.meshws.client.MeshClientException;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.link.RestoreStep;
import io.meshws.client.internal.topic.Desk;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The metadata that this client set, so that it can be set again: guards may look at it. Thread-safe. */
public final class LocalMetadata {
    /** More than that are only there if two strategies take turns; then the oldest two become one. */
    private static final int MAX_WRITES = 16;

    private final Desk desk;
    private final List<Write> writes = new ArrayList<>();

    private record Write(JsonValue metadata, MergeStrategy strategy) {
        /** Both at once, if there is such a thing; null if not. */
        Write then(Write next) {
            boolean isOne = strategy == MergeStrategy.REPLACE || strategy == next.strategy;
            return isOne ? new Write(next.strategy.apply(metadata, next.metadata), strategy) : null;
        }
    }

    public LocalMetadata(Desk desk) {
        this.desk = desk;
    }

    public CompletableFuture<Reply> set(JsonValue metadata, MergeStrategy strategy) {
        Write write = new Write(metadata, strategy);
        CompletableFuture<Reply> reply = desk.call(BuiltIn.SET_MY_CONNECTION_METADATA, payload(write));
        reply.thenAccept(answer -> {
            if (answer instanceof Reply.Value) {
                remember(write);
            }
        });
        return reply;
    }

    private synchronized void remember(Write write) {
        if (write.strategy() == MergeStrategy.REPLACE) {
            writes.clear();
        }
        Write last = writes.isEmpty() ? null : writes.get(writes.size() - 1);
        Write both = last == null ? null : last.then(write);
        if (both != null) {
            writes.set(writes.size() - 1, both);
        } else {
            writes.add(write);
        }
        if (writes.size() > MAX_WRITES) {
            Write first = writes.remove(0);
            Write second = writes.get(0);
            writes.set(0, new Write(second.strategy.apply(first.metadata, second.metadata), first.strategy));
        }
    }

    private static JsonObject payload(Write write) {
        return Json.object()
                .add("metadata", write.metadata())
                .add("options", Json.object().add("strategy", write.strategy().wireName()))
                .build();
    }

    /** The steps that restore everything, one after the other. */
    public synchronized List<RestoreStep> steps() {
        List<RestoreStep> steps = new ArrayList<>();
        writes.forEach(write -> steps.add(new Again(write)));
        return steps;
    }

    /** Sets metadata again. */
    private record Again(Write write) implements RestoreStep {
        @Override
        public String what() {
            return "metadata";
        }

        @Override
        public String command() {
            return BuiltIn.SET_MY_CONNECTION_METADATA;
        }

        @Override
        public JsonValue payload() {
            return LocalMetadata.payload(write);
        }

        @Override
        public void replied(Reply.Value reply) {
            // It cannot be anything but success.
        }

        @Override
        public void refused(MeshClientException why) {
            // There is no handle of it to be told.
        }
    }
}
