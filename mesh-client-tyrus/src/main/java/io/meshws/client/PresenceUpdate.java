package io.meshws.client;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;

/**
 * A change in who is in a room. After a broken link, updates lead from the last known state to the current
 * one; members that came and went in between are not reported.
 */
public sealed interface PresenceUpdate {

    String roomName();

    /** When it happened, by the server's clock; by this client's for changes that it noticed after a broken link. */
    Instant at();

    /** @param member the id of a connection, or of a user */
    record Joined(String roomName, String member, Instant at) implements PresenceUpdate {}

    /** @param member the id of a connection, or of a user */
    record Left(String roomName, String member, Instant at) implements PresenceUpdate {}

    /**
     * @param connectionId the connection that has the state, even if presence is by user
     * @param userId the user of that connection, if presence is by user
     * @param state empty if it was cleared or ran out
     */
    record StateChanged(
            String roomName, String connectionId, Optional<String> userId, Optional<JsonValue> state, Instant at)
            implements PresenceUpdate {}
}
