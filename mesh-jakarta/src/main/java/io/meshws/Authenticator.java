package io.meshws;

import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Finds out who a client is. An application has one CDI bean of this type:
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Tickets implements Authenticator {
 *     @Override
 *     public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
 *         boolean known = credential.toString().equals("\"open sesame\"");
 *         return CompletableFuture.completedStage(known ? Optional.of(Identity.of("ali")) : Optional.empty());
 *     }
 * }
 * }</pre>
 *
 * <p>Called on the container's thread, like a command, with a request scope. It may wait: that holds up its client alone.
 */
public interface Authenticator {

    /**
     * Checks what a client sent with {@code mesh/authenticate}. Called for one attempt of a connection at a time, again
     * when the client renews.
     *
     * @param connection of a client that may not be signed in yet; then it isn't among {@link Connections}
     * @param credential whatever client and application agree on, such as a token or an object with name and password
     * @return the client's identity; empty to refuse. A {@link CommandException}, thrown or in the stage, refuses with
     *     its own code and text, and with a temporary code says that nobody knows yet. If it fails otherwise, or isn't
     *     complete within {@code mesh.authentication-timeout}, nobody knows either: the client isn't signed in, and may
     *     try again on another connection
     */
    CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) throws Exception;
}
