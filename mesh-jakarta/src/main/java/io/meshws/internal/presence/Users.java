package io.meshws.internal.presence;

import io.meshws.MeshConnection;
import io.meshws.internal.security.Names;
import java.util.Optional;
import java.util.function.Function;

/** Whose connections are whose, as the application says. Thread-safe. */
final class Users {
    private static final System.Logger LOG = System.getLogger(Users.class.getPackageName());

    private volatile Function<? super MeshConnection, Optional<String>> userOf = connection -> Optional.empty();

    void identify(Function<? super MeshConnection, Optional<String>> newUserOf) {
        userOf = newUserOf;
    }

    /** The connection's user, or its own id where it has none. */
    String of(MeshConnection connection) {
        try {
            Optional<String> user = userOf.apply(connection);
            return user == null || user.isEmpty() ? connection.id() : Names.user(user.get());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MESH-0801 Whose connection " + connection.id() + " is could not be found out; it has no user",
                    e);
            return connection.id();
        }
    }
}
