package io.meshws;

import java.util.concurrent.CompletionStage;

/** Blocks if an application calls {@link #allows}, for example in another guard; mesh doesn't. */
record GuardThatDecidesLater(AsyncGuard guard) implements Guard {

    @Override
    public boolean allows(MeshConnection connection, String name) throws Exception {
        return Boolean.TRUE.equals(
                guard.allows(connection, name).toCompletableFuture().get());
    }

    @Override
    public CompletionStage<Boolean> decide(MeshConnection connection, String name) throws Exception {
        return guard.allows(connection, name);
    }
}
