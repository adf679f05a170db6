package io.meshws.internal.security;

import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.internal.failure.FailureLog;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One thing that clients may do only if the application gave permission, under a guard. Giving it again replaces the
 * guard. Thread-safe.
 */
public final class Permission {
    private final Guards guards;
    private final boolean open;
    /** Null if nothing was given. */
    private Guard guard;

    /**
     * @param open the answer while nothing is given
     */
    public Permission(FailureLog failures, boolean open) {
        this.guards = new Guards(failures);
        this.open = open;
    }

    public synchronized void give(Guard newGuard) {
        guard = Objects.requireNonNull(newGuard, "guard");
    }

    /** Returns whether anything was given. */
    public synchronized boolean takeBack() {
        boolean given = guard != null;
        guard = null;
        return given;
    }

    private synchronized Guard guard() {
        return guard;
    }

    /** Whether no guard has to be asked: everyone is answered alike. */
    public boolean isSettled() {
        return guard() == null;
    }

    /**
     * Whether the client may do it. Never fails.
     *
     * @param name the name that the guard is asked about
     */
    public CompletionStage<Boolean> allows(MeshConnection connection, String name) {
        Guard current = guard();
        return current == null ? CompletableFuture.completedStage(open) : guards.ask(current, connection, name);
    }
}
