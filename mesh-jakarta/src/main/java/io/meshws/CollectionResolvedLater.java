package io.meshws;

import java.util.concurrent.CompletionStage;

/** Blocks if an application calls {@link #select}, for example in another resolver; mesh doesn't. */
record CollectionResolvedLater(Later resolver) implements CollectionResolver {

    @Override
    public RecordSelection select(MeshConnection connection, String collectionId) throws Exception {
        return resolver.select(connection, collectionId).toCompletableFuture().get();
    }

    @Override
    public CompletionStage<? extends RecordSelection> resolve(MeshConnection connection, String collectionId)
            throws Exception {
        return resolver.select(connection, collectionId);
    }
}
