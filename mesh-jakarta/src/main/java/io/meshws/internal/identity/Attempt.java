package io.meshws.internal.identity;

import io.meshws.internal.connection.Connection;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.security.Principal;

/**
 * One attempt of a client to sign in.
 *
 * @param id of the request; null if the client waits for no reply
 * @param deadline on the clock of {@link System#nanoTime}
 */
record Attempt(Connection connection, Long id, long deadline) {
    void succeed(Principal principal) {
        if (id != null) {
            String name = Json.quote(principal.getName());
            connection.sendFrame(FrameText.clientCall(id, BuiltIn.AUTHENTICATE, "{\"principal\":" + name + "}"));
        }
    }

    void answer(ErrorBody error) {
        connection.sendFrame(
                id != null
                        ? FrameText.clientCall(id, BuiltIn.AUTHENTICATE, error.toJson())
                        : FrameText.event(BuiltIn.ERROR, error.toJson()));
    }
}
