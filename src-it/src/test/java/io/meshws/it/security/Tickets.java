package io.meshws.it.security;

import io.meshws.Authenticator;
import io.meshws.Identity;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Lets in who says {@code ticket of NAME}, at once or, with {@code late ticket of NAME}, a little later. */
@ApplicationScoped
public class Tickets implements Authenticator {
    private static final String TICKET = "ticket of ";

    @Override
    public CompletionStage<Optional<Identity>> authenticate(MeshConnection connection, JsonValue credential) {
        String said = credential instanceof JsonString text ? text.getString() : "";
        if (said.equals("broken")) {
            throw new IllegalStateException("the authenticator's own words");
        }
        if (said.equals("never")) {
            return new CompletableFuture<>();
        }
        int name = said.indexOf(TICKET) + TICKET.length();
        Optional<Identity> known = said.contains(TICKET)
                ? Optional.of(Identity.of(said.substring(name)).withMetadata(Map.of("name", said.substring(name))))
                : Optional.empty();
        return said.startsWith("late")
                ? CompletableFuture.supplyAsync(
                        () -> known, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                : CompletableFuture.completedStage(known);
    }
}
