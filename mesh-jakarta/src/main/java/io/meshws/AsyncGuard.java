package io.meshws;

import java.util.concurrent.CompletionStage;

/**
 * A {@link Guard} that decides asynchronously, for example by asking a database.
 *
 * <pre>{@code
 * AsyncGuard isThere = (caller, room) -> mesh.rooms().contains(room, caller.id());
 * mesh.presence().track("lobby", Guard.async(isThere));
 * }</pre>
 */
@FunctionalInterface
public interface AsyncGuard {

    /**
     * @param name as for a {@link Guard}
     * @return the decision; a stage that fails, or completes with null, refuses
     */
    CompletionStage<Boolean> allows(MeshConnection connection, String name) throws Exception;
}
