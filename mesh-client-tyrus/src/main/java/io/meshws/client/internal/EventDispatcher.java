package io.meshws.client.internal;

import io.meshws.client.internal.collection.CollectionTopics;
import io.meshws.client.internal.link.Connection;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Frame;
import java.util.stream.Stream;

/** Passes each of the server's events on to the feature that it concerns. */
record EventDispatcher(Core core) {

    void event(Connection connection, Frame.Event event, int length) {
        switch (event.command()) {
            case BuiltIn.SUBSCRIPTION_MESSAGE -> core.channels.message(event.payload(), length);
            case BuiltIn.RECORD_UPDATE -> {
                if (CollectionTopics.concerns(event.payload())) {
                    core.collections.update(event.payload(), length);
                } else {
                    core.records.update(event.payload(), length);
                }
            }
            case BuiltIn.COLLECTION_DIFF -> core.collections.diff(event.payload(), length);
            case BuiltIn.RECORD_DELETED -> core.records.deleted(event.payload(), length);
            case BuiltIn.PRESENCE_UPDATE -> core.presence.update(event.payload(), length);
            case BuiltIn.UNSUBSCRIBED ->
                Stream.of(core.channels, core.records, core.collections, core.presence)
                        .forEach(topics -> topics.unsubscribed(event.payload()));
            case BuiltIn.NAME_LOST -> core.names.lost(event.payload());
            case BuiltIn.PIPE,
                    BuiltIn.PIPE_ACK,
                    BuiltIn.PIPE_RESUME,
                    BuiltIn.PIPE_WANTED,
                    BuiltIn.PIPE_OPEN,
                    BuiltIn.PIPE_STATE,
                    BuiltIn.PIPE_CLOSED -> core.pipes.event(connection, event.command(), event.payload(), length);
            case BuiltIn.LATENCY -> core.measured(event.payload());
            default -> {
                // The application's own.
            }
        }
    }
}
