package io.meshws.internal.command;

import io.meshws.MeshContext;
import java.util.concurrent.CompletionStage;

/** When a command was answered: for what has to come after its reply, or must be undone where the client sees a failure. */
public interface Replied {

    /**
     * Completes once: with true right after the command's result was queued as its reply, on the same thread; with false
     * right before an error is, so that nothing is left when the client hears of it, or where the connection closed. Where
     * the client waits for no reply, completes when there would be one.
     */
    CompletionStage<Boolean> replied();

    /** For the context that a handler was called with. */
    static CompletionStage<Boolean> to(MeshContext context) {
        return ((Replied) context).replied();
    }
}
