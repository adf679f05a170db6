package io.meshws.internal.connection;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;

/**
 * The limits of each client that the configuration says.
 *
 * @param nameLength in characters
 * @param historyPage in messages
 */
public record ClientLimits(int inFlight, int subscriptions, int nameLength, int historyPage) {
    static ClientLimits of(MeshConfig config) {
        return new ClientLimits(
                config.get(MeshProperty.MAX_IN_FLIGHT),
                config.get(MeshProperty.MAX_SUBSCRIPTIONS),
                config.get(MeshProperty.MAX_NAME_LENGTH),
                config.get(MeshProperty.MAX_HISTORY_PAGE));
    }
}
