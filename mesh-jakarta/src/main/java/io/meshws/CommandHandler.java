package io.meshws;

/** Answers a command. Called on the container's thread, one command of a connection after the other. */
@FunctionalInterface
public interface CommandHandler {

    /**
     * @return the result: anything that JSON-B or JSON-P can express, null, or a {@link
     *     java.util.concurrent.CompletionStage} of such, which frees the thread until it completes
     * @throws CommandException what the client is to see; anything else becomes a neutral error
     */
    Object handle(MeshContext context) throws Exception;
}
