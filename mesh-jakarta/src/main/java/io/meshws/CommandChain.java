package io.meshws;

import java.util.concurrent.CompletionStage;

/** The rest of a command after a middleware: the next middlewares and the handler. */
public interface CommandChain {

    /** Runs the rest; call it at most once. Never throws: if the rest throws, the stage fails with that. */
    CompletionStage<Object> proceed();
}
