package io.meshws.client;

import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;

/**
 * The members of a room, and their states.
 *
 * @param present ids of connections, or of users
 * @param states by the id of the connection that published each
 * @param users by user only: the user of each connection with a state
 */
public record PresenceView(Set<String> present, Map<String, JsonValue> states, Map<String, String> users) {
    public static final PresenceView EMPTY = new PresenceView(Set.of(), Map.of(), Map.of());
}
