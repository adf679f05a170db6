package io.meshws;

import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out who a client is, by its handshake or by what it sends then. An application has one CDI bean of this type:
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
 * <p>It may wait: that holds up its client alone.
 */
public interface Authenticator {

    /**
     * Checks what a client sent with {@code mesh/authenticate}; on the container's thread, like a command, with a request
     * scope. Called for one attempt of a connection at a time, again when the client renews.
     *
     * @param connection of a client that may not be signed in yet; then it isn't among {@link Connections}
     * @param credential whatever client and application agree on, such as a token or an object with name and password
     * @return the client's identity; empty to refuse. A {@link CommandException}, thrown or in the stage, refuses with
     *     its own code and text, and with a temporary code says that nobody knows yet. If it fails otherwise, or isn't
     *     complete within {@code mesh.authentication-timeout}, nobody knows either: the client isn't signed in, and may
     *     try again on another connection
     */
    CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) throws Exception;

    /**
     * Looks at a handshake, before there is a connection; with a request scope, on a worker of mesh, while the client
     * waits. By default it knows nobody.
     *
     * @return the client's identity; it needn't sign in. Empty if the handshake says nothing: the client is whom the
     *     container authenticated, or has to sign in if that is required. A {@link CommandException}, thrown or in the
     *     stage, refuses: the client gets 401 for {@code EUNAUTHENTICATED}, 429 for {@code EBUSY}, and 403 for any other
     *     code that isn't temporary. If it fails otherwise, or isn't complete within {@code mesh.authentication-timeout},
     *     the client gets 503
     */
    default CompletionStage<Optional<Identity>> authenticate(ClientHandshake handshake) throws Exception {
        return CompletableFuture.completedStage(Optional.empty());
    }
}
