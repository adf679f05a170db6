package io.meshws;

/** Answers a command. Called on the container's thread, one command of a connection after the other. */
@FunctionalInterface
public interface CommandHandler {

    /**
     * Handles one call.
     *
     * @return the result: null, anything that JSON-B or JSON-P can express, or a {@link
     *     java.util.concurrent.CompletionStage} of such a value, which frees the thread until it completes
     * @throws CommandException to tell the client what went wrong; anything else becomes a neutral error
     */
    Object handle(MeshContext context) throws Exception;
}
