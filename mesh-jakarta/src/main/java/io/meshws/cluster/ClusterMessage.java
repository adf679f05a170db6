package io.meshws.cluster;

import io.meshws.Audience;

/** What instances tell each other. */
public sealed interface ClusterMessage {

    /**
     * A frame for those of the receiver's connections that belong to the audience.
     *
     * @param frame the text frame, encoded once by the sender
     */
    record Delivery(Audience audience, String frame) implements ClusterMessage {}

    /**
     * Asks the owner of a connection to do something with it.
     *
     * @param callId unique at the caller
     * @param caller the instance that waits for the {@link Outcome}
     * @param connectionId a connection of the receiver
     * @param argument what the operation says of it, or null
     * @param body JSON text, or null
     */
    record Call(
            String callId, String caller, OwnerOperation operation, String connectionId, String argument, String body)
            implements ClusterMessage {}

    /**
     * The end of a {@link Call}.
     *
     * @param result JSON text where it succeeded, else null
     * @param error the JSON text of an {@link io.meshws.protocol.ErrorBody} where it failed, else null
     */
    record Outcome(String callId, String result, String error) implements ClusterMessage {}

    /**
     * A message of a channel, to an instance that subscribed to it ({@link ChannelLog}).
     *
     * @param epoch not empty
     */
    record Published(String channel, String epoch, long offset, String message) implements ClusterMessage {}
}
