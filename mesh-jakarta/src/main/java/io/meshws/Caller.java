package io.meshws;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * The sender of the command that is being carried out, for beans that don't get it as a parameter. It can be injected, and
 * answers for the thread that asks: in a command and its middleware, and in code that they chain to stages of mesh, on any
 * thread of mesh. Threads of the application's own executors have no caller. Thread-safe.
 *
 * <p>Principal and roles are those that the connection has now, so a role that was taken away meanwhile is missing.
 */
public interface Caller {
    /** Empty outside of commands. */
    Optional<MeshConnection> connection();

    /** The user of the connection; empty if there is none. */
    default Optional<Principal> principal() {
        return connection().flatMap(MeshConnection::principal);
    }

    /** The roles of the connection; none if there is no connection. */
    default Set<String> roles() {
        return connection().map(MeshConnection::roles).orElse(Set.of());
    }
}
