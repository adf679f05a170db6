package io.meshws.internal.broadcast;

import io.meshws.Audience;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.OwnerDeliveries;
import io.meshws.internal.cluster.Target;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.room.RoomTable;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.binding.JsonBinding;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Delivers events to audiences: at most once, in order for one sending thread and receiver. Thread-safe. */
public final class Broadcaster {
    private final Cluster cluster;
    private final ConnectionTable connections;
    private final RoomTable rooms;
    private final JsonBinding json;
    private final Pace pace;
    private final OwnerDeliveries deliveries;

    public Broadcaster(Cluster cluster, ConnectionTable connections, RoomTable rooms, JsonBinding json, Pace pace) {
        this.pace = pace;
        this.cluster = cluster;
        this.connections = connections;
        this.rooms = rooms;
        this.json = json;
        this.deliveries = new OwnerDeliveries(cluster);
    }

    /** See {@link io.meshws.MeshServer#broadcast(Audience, String, Object)}. */
    public CompletionStage<Void> broadcast(Audience audience, String event, Object payload) {
        Objects.requireNonNull(audience, "audience");
        Delivery delivery =
                new Delivery(audience, FrameText.event(BuiltIn.checkApplicationName(event), json.toText(payload)));
        // First, because it has further to go.
        CompletionStage<Void> sent = sendToOthers(delivery);
        deliver(delivery);
        return sent;
    }

    private CompletionStage<Void> sendToOthers(Delivery delivery) {
        Audience audience = delivery.audience();
        if (audience.room() != null) {
            return paced(Target.room(audience.room()), cluster.bus().sendToRoom(audience.room(), delivery));
        }
        return audience.connections() == null
                ? paced(Target.EVERYONE, cluster.bus().sendToAll(delivery))
                : deliveries.send(delivery);
    }

    private CompletionStage<Void> paced(String target, CompletionStage<Void> sent) {
        return sent.thenCompose(done -> pace.everywhere(target, Pace.NOW));
    }

    /** Queues the frame for the connections of this instance that belong to the audience. */
    public void deliver(Delivery delivery) {
        Audience audience = delivery.audience();
        Set<String> excluded = audience.excluded();
        for (Connection connection : receivers(audience)) {
            if (excluded.isEmpty() || !excluded.contains(connection.id())) {
                connection.sendShared(delivery.frame());
            }
        }
    }

    private Collection<Connection> receivers(Audience audience) {
        if (audience.room() != null) {
            return rooms.localMembers(audience.room());
        }
        if (audience.connections() == null) {
            return connections.all();
        }
        return audience.connections().stream()
                .map(connections::find)
                .filter(Objects::nonNull)
                .toList();
    }
}
