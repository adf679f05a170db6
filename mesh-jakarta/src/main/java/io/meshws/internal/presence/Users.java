package io.meshws.internal.presence;

import io.meshws.MeshConnection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.NameRules;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Determines the user of a connection by asking the application. Thread-safe. */
final class Users {
    private static final FailureLog.Message NOT_FOUND_OUT = new FailureLog.Message(
            System.getLogger(Users.class.getPackageName()), System.Logger.Level.WARNING, "MESH-0801");

    private final Executor workers;
    private final FailureLog failures;

    /** Null until the application set one. */
    private volatile Function<? super MeshConnection, Optional<String>> userOf;

    /** @param workers ask the application */
    Users(Executor workers, FailureLog failures) {
        this.workers = workers;
        this.failures = failures;
    }

    void identify(Function<? super MeshConnection, Optional<String>> newUserOf) {
        userOf = newUserOf;
    }

    /** The connection's user, or its own id if it has none. A worker asks the application. */
    CompletionStage<String> userOf(MeshConnection connection) {
        Function<? super MeshConnection, Optional<String>> asked = userOf;
        if (asked == null) {
            return CompletableFuture.completedStage(connection.id());
        }
        return CompletableFuture.supplyAsync(() -> ask(asked, connection), workers);
    }

    private String ask(Function<? super MeshConnection, Optional<String>> asked, MeshConnection connection) {
        try {
            Optional<String> user = asked.apply(connection);
            return user == null || user.isEmpty() ? connection.id() : NameRules.user(user.get());
        } catch (Throwable e) {
            failures.add(
                    NOT_FOUND_OUT,
                    "identify",
                    connection.id(),
                    "Could not determine the user of connection " + connection.id() + "; treating it as anonymous",
                    e);
            return connection.id();
        }
    }
}
