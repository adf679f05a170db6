package io.meshws.internal.identity;

import io.meshws.CommandException;
import io.meshws.internal.command.Failures;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a client isn't let in.
 *
 * @param isFinal whether it's to stay away: otherwise that isn't known yet, and it may try again on another connection
 */
record Refusal(ErrorBody error, boolean isFinal) {
    private static final FailureLog.Message REFUSED = new FailureLog.Message(
            System.getLogger(Refusal.class.getPackageName()), System.Logger.Level.WARNING, "MESH-0411");

    /** With these, mesh's clients try again by themselves. */
    private static final Set<String> NOT_FINAL = Arrays.stream(ErrorCode.values())
            .filter(code -> code.temporary() || code == ErrorCode.ESERVER)
            .map(ErrorCode::name)
            .collect(Collectors.toSet());

    static Refusal of(String why) {
        return new Refusal(ErrorCode.EUNAUTHENTICATED.body(why), true);
    }

    static Refusal later(ErrorCode code, String why) {
        return new Refusal(code.body(why), false);
    }

    /**
     * @param failures logs failures that clients must not see, and turns them into an error with a reference
     * @param client the id of the connection, or empty
     */
    static Refusal of(Throwable failure, Failures failures, String client, String what) {
        Throwable cause = Attempt.causeOf(failure);
        if (!(cause instanceof CommandException refusal)) {
            return new Refusal(failures.describe(failure, "mesh/authenticate", client, what), false);
        }
        // To clients, ENOTFOUND means that the server has no sign-in, so they go on without.
        return refusal.code().equals(ErrorCode.ENOTFOUND.name())
                ? of(refusal.getMessage())
                : new Refusal(refusal.body(), !NOT_FINAL.contains(refusal.code()));
    }

    CloseCode closeCode() {
        if (error.code().equals(ErrorCode.ECONNECTIONS.name())) {
            return CloseCode.TRY_LATER;
        }
        return isFinal ? CloseCode.NOT_SIGNED_IN : CloseCode.SERVER_ERROR;
    }

    /** The answer to a handshake. */
    int httpStatus() {
        if (error.code().equals(ErrorCode.EUNAUTHENTICATED.name())) {
            return 401;
        } else if (error.code().equals(ErrorCode.EBUSY.name())) {
            return 429;
        }
        return isFinal ? 403 : 503;
    }

    void log(FailureLog log, String address) {
        if (isFinal) {
            String text = "Refused to sign in a client at " + address + " (" + error.code() + ")";
            log.add(REFUSED, "sign-in", address, text, null);
        }
    }
}
