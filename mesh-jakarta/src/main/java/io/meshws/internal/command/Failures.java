package io.meshws.internal.command;

import io.meshws.CommandException;
import io.meshws.internal.failure.FailureLog;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;

/**
 * Tells clients of failures. Only what was meant for clients shows its text; anything else becomes a neutral message and is
 * {@linkplain FailureLog logged}, under a reference that the client also gets. Thread-safe.
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
     * @param command or empty
     * @param client the id of the connection that caused it, or empty
     * @param what what failed, for the log
     */
    public ErrorBody describe(Throwable failure, String command, String client, String what) {
        Throwable cause = failure;
        // Containers, stages and interceptors wrap what an application threw.
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

    /** A handler returned something, or something in it, that nobody waits for. */
    ErrorBody unfinished(String command, String client, Class<?> type) {
        return neutral(log.add(
                UNFINISHED,
                command,
                client,
                "The handler of command \"" + command + "\" returned a " + type.getName()
                        + " that nothing waits for; return a CompletionStage of the whole value, or the value",
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
