package io.meshws.it.conformance;

import io.meshws.Authenticator;
import io.meshws.Identity;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows everybody whose credential says so: {@code conformance:ada} is ada. */
@ApplicationScoped
public class ConformanceAuthenticator implements Authenticator {
    private static final String PREFIX = "conformance:";

    @Override
    public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
        Optional<Identity> identity =
                credential instanceof JsonString text && text.getString().startsWith(PREFIX)
                        ? Optional.of(Identity.of(text.getString().substring(PREFIX.length())))
                        : Optional.empty();
        return CompletableFuture.completedStage(identity);
    }
}
