package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.AuthenticationMode;
import io.meshws.Authenticator;
import io.meshws.ClientHandshake;
import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.MeshProperty;
import io.meshws.protocol.ErrorCode;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;

/** Instances to which clients have to sign in, with an authenticator that follows the credential. */
abstract class SignInSetting extends MeshSetting {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final Duration SHORT = Duration.ofMinutes(5);
    static final String NOT_SIGNED_IN = "EUNAUTHENTICATED";

    /** The answers to credentials that are yet to come. */
    final CompletableFuture<Optional<Identity>> later = new CompletableFuture<>();

    /** The tickets that count once. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    final List<String> run = new CopyOnWriteArrayList<>();

    static MeshConfig.Builder settings() {
        return MeshConfig.builder()
                .set(MeshProperty.AUTHENTICATION, AuthenticationMode.REQUIRED)
                .set(MeshProperty.AUTHENTICATION_TIMEOUT, PATIENCE);
    }

    /** Follows the credential, which may be in the header {@code pass} of the handshake. */
    Authenticator authenticator() {
        return new Authenticator() {
            @Override
            public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
                return answer(credential instanceof JsonString text ? text.getString() : "");
            }

            @Override
            public CompletionStage<Optional<Identity>> authenticate(ClientHandshake handshake) throws Exception {
                List<String> pass = handshake.headers().getOrDefault("pass", List.of());
                return pass.isEmpty() ? Authenticator.super.authenticate(handshake) : answer(pass.get(0));
            }
        };
    }

    /** Knows users whose names begin with a; the rest makes it fail in different ways. */
    private CompletionStage<Optional<Identity>> answer(String credential) {
        return switch (credential) {
            case "throws" -> throw new IllegalStateException("the authenticator's own words");
            case "says no" -> throw new CommandException("ETICKET", "TicketError", "The ticket is of yesterday");
            case "knows nobody" -> throw new CommandException(ErrorCode.ENOTFOUND, "There is no such user");
            case "not signed in" -> throw new CommandException(ErrorCode.EUNAUTHENTICATED, "Who are you?");
            case "is busy" -> CompletableFuture.failedStage(new CommandException(ErrorCode.EBUSY, "Later"));
            case "null" -> null;
            case "stage of null" -> CompletableFuture.completedStage(null);
            case "stage fails" ->
                CompletableFuture.failedStage(new IllegalStateException("the authenticator's own words"));
            case "too much" -> known("ann", "x".repeat(20_000));
            case "later" -> later;
            case "expired" -> until(Instant.now());
            case "short" -> until(Instant.now().plus(SHORT));
            case "clerk" ->
                CompletableFuture.completedStage(Optional.of(Identity.of("ann").withRoles(Set.of("clerk"))));
            case "ann", "amy" -> known(credential, Map.of("name", credential));
            default ->
                CompletableFuture.completedStage(
                        credential.startsWith("once ") && used.add(credential)
                                ? Optional.of(Identity.of("ann"))
                                : Optional.empty());
        };
    }

    static CompletionStage<Optional<Identity>> until(Instant end) {
        return CompletableFuture.completedStage(Optional.of(Identity.of("ann").until(end)));
    }

    static CompletionStage<Optional<Identity>> known(String user, Object metadata) {
        return CompletableFuture.completedStage(Optional.of(Identity.of(user).withMetadata(metadata)));
    }

    @BeforeEach
    void expose() {
        for (TestInstance any : List.of(here, there)) {
            any.mesh.commands().remove("whoami");
            any.mesh.commands().expose("whoami", context -> {
                String name =
                        context.connection().principal().map(Principal::getName).orElse("nobody");
                run.add(name);
                return name;
            });
        }
    }

    static String credential(String text) {
        return "{\"credential\":\"" + text + "\"}";
    }

    static JsonValue signIn(TestClient client, String credential) {
        return client.call("mesh/authenticate", credential(credential));
    }

    void assertUnknown(TestClient client) {
        assertEquals(Set.of(), get(here.mesh.connections().ids()));
        assertEquals(Set.of(), get(there.mesh.connections().ids()));
        assertTrue(there.mesh.connections().local(client.id()).isEmpty());
        assertEquals(List.of(), there.opened);
        assertEquals(List.of(), run);
    }
}
