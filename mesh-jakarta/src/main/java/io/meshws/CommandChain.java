package io.meshws;

import java.util.concurrent.CompletionStage;

/** What is left of a command after a middleware: the next ones and the handler. */
public interface CommandChain {

    /** Runs the rest; once. Never throws: what the rest throws fails the stage. */
    CompletionStage<Object> proceed();
}
