package io.meshws.internal.instance;

import io.meshws.internal.broadcast.Broadcaster;
import io.meshws.internal.channel.ChannelTable;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.Receiver;
import io.meshws.internal.collection.CollectionTable;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.event.EventTable;
import io.meshws.internal.limit.Late;
import io.meshws.internal.name.NameTable;
import io.meshws.internal.pipe.PipeTable;
import io.meshws.internal.presence.PresenceTable;
import java.time.Duration;

/** Forwards the engine's messages to the features. */
record Incoming(
        ConnectionTable connections,
        Broadcaster broadcaster,
        ChannelTable channels,
        CollectionTable records,
        PresenceTable presence,
        EventTable events,
        NameTable names,
        PipeTable pipes,
        OwnerCalls owners,
        Late late,
        Runnable alsoRejoined)
        implements Receiver {
    @Override
    public void received(ClusterMessage message) {
        if (message instanceof ClusterMessage.Delivery delivery) {
            broadcaster.deliver(delivery);
        } else if (message instanceof ClusterMessage.Published published) {
            channels.subscriptions().received(published);
        } else if (message instanceof ClusterMessage.RecordChange change) {
            records.replicas().received(change);
        } else if (message instanceof ClusterMessage.RecordChanges changes) {
            records.replicas().received(changes);
        } else if (message instanceof ClusterMessage.RecordExpired expired) {
            records.expired(expired);
        } else if (message instanceof ClusterMessage.IndexChange change) {
            records.received(change);
        } else if (message instanceof ClusterMessage.PresenceChange change) {
            presence.subscribed().received(change);
        } else if (message instanceof ClusterMessage.Piped piped) {
            pipes.received(piped);
        } else if (message instanceof ClusterMessage.Fired fired) {
            events.received(fired);
        } else if (message instanceof ClusterMessage.NameChange change) {
            names.received(change);
        } else if (message instanceof ClusterMessage.Late report) {
            late.received(report.late(), report.millis());
        } else {
            owners.received(message);
        }
    }

    @Override
    public void late(ClusterMessage message, Duration waited) {
        late.waited(message.targets(), waited);
    }

    @Override
    public void rejoined() {
        connections.rejoined();
        channels.subscriptions().rejoined();
        records.rejoined();
        presence.rejoined();
        events.rejoined();
        alsoRejoined.run();
    }
}
