package io.meshws.internal.presence;

import io.meshws.MeshConnection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Names;
import java.util.Optional;
import java.util.function.Function;

/** Whose connections are whose, as the application says. Thread-safe. */
final class Users {
    private static final FailureLog.Message NOT_FOUND_OUT = new FailureLog.Message(
            System.getLogger(Users.class.getPackageName()), System.Logger.Level.WARNING, "MESH-0801");

    private final FailureLog failures;

    private volatile Function<? super MeshConnection, Optional<String>> userOf = connection -> Optional.empty();

    Users(FailureLog failures) {
        this.failures = failures;
    }

    void identify(Function<? super MeshConnection, Optional<String>> newUserOf) {
        userOf = newUserOf;
    }

    /** The connection's user, or its own id where it has none. */
    String of(MeshConnection connection) {
        try {
            Optional<String> user = userOf.apply(connection);
            return user == null || user.isEmpty() ? connection.id() : Names.user(user.get());
        } catch (RuntimeException | StackOverflowError e) {
            failures.add(
                    NOT_FOUND_OUT,
                    "identify",
                    connection.id(),
                    "Whose connection " + connection.id() + " is could not be found out; it has no user",
                    e);
            return connection.id();
        }
    }
}
