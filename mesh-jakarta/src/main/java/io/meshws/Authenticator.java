package io.meshws;

import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Determines who a client is, by its handshake or by a credential that it sends later. An application has one CDI
 * bean of this type:
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
 * <p>It may block: only the client in question waits.
 */
public interface Authenticator {

    /**
     * Checks the credential that a client sent with {@code mesh/authenticate}. Called on the container's thread, like
     * a command, with a request scope; for one attempt of a connection at a time, and again when the client renews
     * its identity.
     *
     * @param connection of a client that may not be signed in yet; then it isn't among {@link Connections}
     * @param credential any JSON that client and application agree on, such as a token or an object with name and
     *     password
     * @return the client's identity; empty to refuse. A {@link CommandException}, thrown or in the stage, refuses
     *     with its own code and message. With a temporary code it leaves the question open, and so does any other
     *     failure, or a stage that isn't complete within {@code mesh.authentication-timeout}: the client isn't signed
     *     in, and may try again on another connection
     */
    CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) throws Exception;

    /**
     * Examines a handshake before the connection exists. Called on a worker of mesh, with a request scope, while the
     * client waits. By default it returns empty.
     *
     * @return the client's identity, so that it needn't sign in. Empty if the handshake doesn't identify it: then the
     *     client is the user that the container authenticated, or has to sign in if that is required. A {@link
     *     CommandException}, thrown or in the stage, refuses: the client gets 401 for {@code EUNAUTHENTICATED}, 429
     *     for {@code EBUSY}, and 403 for any other code that isn't temporary. If it fails otherwise, or isn't
     *     complete within {@code mesh.authentication-timeout}, the client gets 503
     */
    default CompletionStage<Optional<Identity>> authenticate(ClientHandshake handshake) throws Exception {
        return CompletableFuture.completedStage(Optional.empty());
    }
}
