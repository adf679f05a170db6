package io.meshws.it.callers;

import io.meshws.Command;
import io.meshws.MeshConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Try the vault: as mesh calls them, and as the user whom the server authenticated. */
@ApplicationScoped
public class VaultCommands {
    @EJB
    private Vault vault;

    /** Tries both ways in the command, and again in a stage that mesh completes. */
    @Command("try-vault")
    @RolesAllowed("mathematicians")
    public CompletionStage<List<String>> tryVault(MeshConnection connection) {
        Executor caller = Captures.as(connection.principal().orElseThrow());
        List<String> first = List.of(
                opened(), CompletableFuture.supplyAsync(this::opened, caller).join());
        return connection
                .request("confirm", "vault", JsonValue.class, Duration.ofSeconds(30))
                .thenApply(confirmed -> List.of(
                        first.get(0),
                        first.get(1),
                        opened(),
                        CompletableFuture.supplyAsync(this::opened, caller).join()));
    }

    private String opened() {
        try {
            return vault.open();
        } catch (EJBException e) {
            return "closed";
        }
    }
}
