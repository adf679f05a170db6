package io.meshws.internal.command;

import io.meshws.MeshContext;
import java.util.concurrent.CompletionStage;

/**
 * Tells when a command was answered: for work that has to follow its reply, or must be undone if the client sees a
 * failure.
 */
public interface Replied {

    /**
     * Completes once. With true right after the command's result was queued as its reply, on the same thread. With
     * false right before an error is queued, so that nothing is left over when the client hears of it, or if the
     * connection closed. If the client doesn't wait for a reply, completes when there would be one.
     */
    CompletionStage<Boolean> replied();

    /** The reply of the command whose handler got this context. */
    static CompletionStage<Boolean> to(MeshContext context) {
        return ((Replied) context).replied();
    }
}
