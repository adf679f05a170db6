package io.meshws.command;

import io.meshws.MeshContext;
import java.util.concurrent.CompletionStage;

/** When a command was answered: for what has to come after its reply, or must be undone where the client sees a failure. */
public interface Replied {

    /**
     * Completes once, right after the reply was queued and on the same thread: true where it was the command's result,
     * false where it was an error or the connection closed. Where the client waits for no reply, completes when there
     * would be one.
     */
    CompletionStage<Boolean> replied();

    /** For the context that a handler was called with. */
    static CompletionStage<Boolean> to(MeshContext context) {
        return ((Replied) context).replied();
    }
}
