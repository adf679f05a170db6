package io.meshws;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Says which records a collection has for a client.
 *
 * <pre>{@code
 * CollectionResolver mine = (caller, collection) -> RecordSelection.matching(Pattern.compile("task:.+"))
 *         .where("/assignee", caller.principal().orElseThrow().getName());
 * mesh.records().exposeCollection("my-tasks", mine);
 * }</pre>
 *
 * <p>Called on a thread of the server when a client subscribes; after that only if it selected {@linkplain RecordIds ids} that
 * depend on queries, and a record changed the results of these. If it throws when a client subscribes, the client is refused;
 * if it throws later, or takes longer than 30 s, the collection stays as it is, and the resolver is asked again a second
 * later.
 */
@FunctionalInterface
public interface CollectionResolver {

    RecordSelection select(MeshConnection connection, String collectionId) throws Exception;

    /** A resolver that doesn't hold the thread until it knows. */
    static CollectionResolver async(Later resolver) {
        return new CollectionResolvedLater(Objects.requireNonNull(resolver, "resolver"));
    }

    /** Called by mesh. Like {@link #select}, but a resolver made with {@link #async} doesn't hold the thread. */
    default CompletionStage<? extends RecordSelection> resolve(MeshConnection connection, String collectionId)
            throws Exception {
        return CompletableFuture.completedStage(select(connection, collectionId));
    }

    /** A resolver that answers later, for example after it asked a database. */
    @FunctionalInterface
    interface Later {
        CompletionStage<? extends RecordSelection> select(MeshConnection connection, String collectionId)
                throws Exception;
    }
}
