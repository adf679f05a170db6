package io.meshws.it.admission;

import io.meshws.Command;
import io.meshws.Connections;
import io.meshws.MeshConnection;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Clerks stamp, at once or when somebody else says so. */
@ApplicationScoped
@DeclareRoles("mathematicians")
@RolesAllowed("clerk")
public class Office implements Closing {
    private final Map<String, CompletableFuture<Void>> drying = new ConcurrentHashMap<>();

    @Inject
    private Connections connections;

    @Inject
    private Signatures signatures;

    @Command("stamp")
    public String stamp(String document) {
        return document + ", stamped";
    }

    /** Answered after {@code dry}. */
    @Command("stamp-later")
    public CompletionStage<String> stampLater(String document, MeshConnection connection) {
        return ink(document)
                .thenApply(dry -> document + ", stamped by "
                        + connection.principal().map(Principal::getName).orElse("nobody"));
    }

    /** Signed by the clerk, and again once the clerk confirmed that, and once all instances were asked. */
    @Command("sign")
    public CompletionStage<String> sign(String document, MeshConnection connection) {
        String first = signatures.signature();
        return connection
                .request("confirm", document, JsonValue.class, Duration.ofSeconds(30))
                .thenCompose(confirmed -> connections.ids())
                .thenApply(ids -> first + ", " + signatures.signature());
    }

    @PermitAll
    @Command("dry")
    public void dry(String document) {
        ink(document).completeAsync(() -> null);
    }

    private CompletableFuture<Void> ink(String document) {
        return drying.computeIfAbsent(document, name -> new CompletableFuture<>());
    }

    @RolesAllowed("**")
    @Command("who")
    public String who(MeshConnection connection) {
        return connection.principal().orElseThrow().getName() + " " + connection.roles();
    }

    @PermitAll
    @Command("address")
    public String address(MeshConnection connection) {
        return connection.remoteAddress();
    }

    @DenyAll
    @Command("burn")
    public void burn() {
        throw new IllegalStateException("Nobody may");
    }

    @Override
    public void close() {
        throw new IllegalStateException("The class says who may");
    }

    @PermitAll
    @Command("log-out")
    public CompletionStage<Integer> logOut(String user) {
        return connections.closeUser(user);
    }
}
