package io.meshws;

/**
 * Answers to a name that a bean has. Called on a thread of the server, in a request scope, for several calls at once.
 *
 * <pre>{@code
 * mesh.names().host("pricing", call -> switch (call.command()) {
 *     case "price" -> call.payload(String.class).length();
 *     default -> throw new CommandException("ENOTFOUND", "There is no " + call.command());
 * });
 * }</pre>
 */
@FunctionalInterface
public interface NameHandler {

    /**
     * Handles one request or event.
     *
     * @return the answer: null, anything that JSON-B or JSON-P can express, or a {@link
     *     java.util.concurrent.CompletionStage} of such a value; ignored for an event
     * @throws CommandException to tell the caller what went wrong; anything else becomes a neutral error
     */
    Object handle(NameCall call) throws Exception;
}
