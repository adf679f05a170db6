package io.meshws.internal.cluster;

import io.meshws.Audience;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Passes frames for chosen connections to the other instances that own them, in one message for each instance.
 * Thread-safe.
 */
public final class OwnerDeliveries {
    private final Cluster cluster;

    public OwnerDeliveries(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * @param delivery has an audience of chosen connections
     * @return a stage that completes when all messages are published
     */
    public CompletionStage<Void> send(Delivery delivery) {
        return CompletableFuture.allOf(
                byOwner(delivery.audience().connections(), delivery.audience().excluded()).entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(cluster.instanceId()))
                        .map(entry -> cluster.bus()
                                .sendTo(
                                        entry.getKey(),
                                        new Delivery(Audience.connections(entry.getValue()), delivery.frame()))
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new));
    }

    /** The connections of each instance, without texts that aren't connection ids. */
    public static Map<String, Set<String>> byOwner(Set<String> connectionIds, Set<String> excluded) {
        Map<String, Set<String>> owned = new HashMap<>();
        for (String id : connectionIds) {
            String owner = ConnectionId.ownerOf(id);
            if (!owner.isEmpty() && !excluded.contains(id)) {
                owned.computeIfAbsent(owner, instance -> new LinkedHashSet<>()).add(id);
            }
        }
        return owned;
    }
}
