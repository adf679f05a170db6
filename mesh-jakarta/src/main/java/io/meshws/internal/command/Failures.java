package io.meshws.internal.command;

import io.meshws.CommandException;
import io.meshws.internal.failure.FailureLog;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;

/**
 * Tells clients of failures. Clients see the text of exceptions that are meant for them. Anything else becomes a
 * neutral message and is {@linkplain FailureLog logged}, under a reference that the client also gets. Thread-safe.
 */
public final class Failures {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.command");
    private static final FailureLog.Message FAILED =
            new FailureLog.Message(LOG, System.Logger.Level.ERROR, "MESH-0201");
    private static final FailureLog.Message UNFINISHED =
            new FailureLog.Message(LOG, System.Logger.Level.ERROR, "MESH-0320");
    private static final int MAX_CAUSES = 16;

    private final FailureLog log;

    public Failures(FailureLog log) {
        this.log = log;
    }

    /**
     * Returns the error to send, and logs the failure if clients must not see it.
     *
     * @param command the command, or empty
     * @param client the id of the connection that caused the failure, or empty
     * @param what the thing that failed, for the log
     */
    public ErrorBody describe(Throwable failure, String command, String client, String what) {
        Throwable cause = failure;
        // Containers, stages and interceptors wrap exceptions of the application.
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof CommandException e) {
                return e.body();
            }
            if (Violations.are(cause)) {
                return ErrorCode.EVALIDATION.body(Violations.text(cause));
            }
            if (cause instanceof BindingException e) {
                return ErrorCode.EPAYLOAD.body(e.getMessage());
            }
        }
        return neutral(log.add(FAILED, command, client, what + " failed", failure));
    }

    /** A handler returned a future or stage that mesh doesn't wait for, or a value that contains one. */
    ErrorBody unfinished(String command, String client, Class<?> type) {
        return neutral(log.add(
                UNFINISHED,
                command,
                client,
                "The handler of command \"" + command + "\" returned a " + type.getName()
                        + " that nothing waits for; return the value, or a CompletionStage of the complete value",
                null));
    }

    private static ErrorBody neutral(String reference) {
        return reference.isEmpty()
                ? ErrorCode.ESERVER.body("The server failed")
                : new ErrorBody(
                        "The server failed; see its log for reference " + reference,
                        ErrorCode.ESERVER.name(),
                        ErrorCode.ESERVER.errorName(),
                        reference);
    }
}
