package io.meshws.internal.identity;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Logouts;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;

/**
 * One attempt of a client to sign in.
 *
 * @param id of the request; null if the client waits for no reply
 * @param deadline on the clock of {@link System#nanoTime}
 * @param check ends with the attempt
 */
record SignInAttempt(Connection connection, Long id, long deadline, Logouts.Check check) {
    void succeed(String user) {
        if (id != null) {
            connection.sendFrame(
                    FrameText.clientCall(id, BuiltIn.AUTHENTICATE, "{\"principal\":" + Json.quote(user) + "}"));
        }
    }

    void answer(ErrorBody error) {
        answer(connection, id, error);
    }

    static void answer(Connection connection, Long id, ErrorBody error) {
        connection.sendError(
                error,
                id != null
                        ? FrameText.clientCall(id, BuiltIn.AUTHENTICATE, error.toJson())
                        : FrameText.event(BuiltIn.ERROR, error.toJson()));
    }
}
