package io.meshws.internal.security;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.serial.Attempt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks guards. One that fails refuses, and is logged unless it meant to. Thread-safe. */
record Guards(FailureLog failures) {
    private static final FailureLog.Message GUARD_FAILED = new FailureLog.Message(
            System.getLogger(Guards.class.getPackageName()), System.Logger.Level.WARNING, "MESH-0501");

    /** The decision of one guard. Never fails. */
    CompletionStage<Boolean> ask(Guard guard, MeshConnection connection, String name) {
        try {
            CompletionStage<Boolean> answer = guard.decide(connection, name);
            return answer == null
                    ? CompletableFuture.completedStage(false)
                    : answer.handle((value, failure) -> isYes(value, failure, connection, name));
        } catch (Throwable e) {
            return CompletableFuture.completedStage(isYes(null, e, connection, name));
        }
    }

    private boolean isYes(Boolean answer, Throwable failure, MeshConnection connection, String name) {
        Throwable cause = Attempt.causeOf(failure);
        // An application refuses with a CommandException; anything else is a defect.
        if (cause != null && !(cause instanceof CommandException)) {
            failures.add(
                    GUARD_FAILED,
                    "guard",
                    connection.id(),
                    "The guard of " + name + " failed; refusing connection " + connection.id(),
                    cause);
        }
        return failure == null && Boolean.TRUE.equals(answer);
    }
}
