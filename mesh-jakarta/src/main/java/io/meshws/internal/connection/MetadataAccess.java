package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.MeshProperty;
import io.meshws.SecurityMode;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.security.Permission;
import io.meshws.protocol.ErrorCode;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The permissions of clients for metadata of connections: they always read their own, and need permission to read that of
 * others and to write their own. Thread-safe.
 */
public final class MetadataAccess {
    private final Permission reading;
    private final Permission writing;
    private final Executor guards;

    MetadataAccess(MeshConfig config, FailureLog failures, AppStages stages) {
        boolean open = config.get(MeshProperty.SECURITY) == SecurityMode.OPEN;
        this.reading = new Permission(failures, open);
        this.writing = new Permission(failures, open);
        this.guards = stages.executor("a guard of metadata");
    }

    void allowReading(Guard guard) {
        reading.give(guard);
    }

    boolean refuseReading() {
        return reading.takeBack();
    }

    void allowWriting(Guard guard) {
        writing.give(guard);
    }

    boolean refuseWriting() {
        return writing.takeBack();
    }

    /**
     * Asks on the calling thread.
     *
     * @return fails with {@code EFORBIDDEN} if the client may not read that connection's metadata
     */
    public CompletionStage<Void> toRead(MeshConnection client, String connectionId) {
        return mayRead(client, connectionId)
                .thenAccept(
                        allowed -> require(allowed, "The metadata of other connections is not exposed to this client"));
    }

    /** Like {@link #toRead}, for writing the client's own. */
    public CompletionStage<Void> toWrite(MeshConnection client) {
        return writing.allows(client, client.id())
                .thenAccept(allowed -> require(allowed, "Writing its own metadata is not exposed to this client"));
    }

    private static void require(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new CommandException(ErrorCode.EFORBIDDEN, otherwise);
        }
    }

    private CompletionStage<Boolean> mayRead(MeshConnection client, String connectionId) {
        return connectionId.equals(client.id())
                ? CompletableFuture.completedStage(true)
                : reading.allows(client, connectionId);
    }

    /**
     * The metadata as the client may see it: JSON null if it may not read it. A guard is asked on the workers.
     *
     * @param metadata by connection id
     */
    public CompletionStage<Map<String, JsonValue>> visible(MeshConnection client, Map<String, JsonValue> metadata) {
        return reading.isSettled()
                ? seen(client, metadata)
                : CompletableFuture.supplyAsync(() -> seen(client, metadata), guards)
                        .thenCompose(seen -> seen);
    }

    private CompletionStage<Map<String, JsonValue>> seen(MeshConnection client, Map<String, JsonValue> metadata) {
        Map<String, CompletableFuture<Boolean>> answers = new LinkedHashMap<>();
        metadata.keySet().forEach(id -> answers.put(id, mayRead(client, id).toCompletableFuture()));
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, JsonValue> seen = new LinkedHashMap<>();
                    metadata.forEach((id, value) -> seen.put(id, answers.get(id).join() ? value : JsonValue.NULL));
                    return seen;
                });
    }
}
