package io.meshws.internal.cluster.memory;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.Bus;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.Receiver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reaches this instance only, because there is no other. Thread-safe. */
final class MemoryBus implements Bus {
    private final String instanceId;
    private volatile Receiver receiver;

    MemoryBus(String instanceId) {
        this.instanceId = instanceId;
    }

    void open(Receiver newReceiver) {
        receiver = newReceiver;
    }

    void close() {
        receiver = null;
    }

    boolean isOpen() {
        return receiver != null;
    }

    /** Passes the instance a message that another part of the engine sends, in that part's order. */
    void deliver(ClusterMessage message) {
        Receiver target = receiver;
        if (target != null) {
            target.received(message);
        }
    }

    @Override
    public CompletionStage<Boolean> sendTo(String id, ClusterMessage message) {
        Receiver target = receiver;
        if (target == null) {
            return closed();
        }
        boolean own = instanceId.equals(id);
        if (own) {
            // One at a time, so that everybody sees the same order.
            synchronized (this) {
                target.received(message);
            }
        }
        return CompletableFuture.completedFuture(own);
    }

    @Override
    public CompletionStage<Void> sendToRoom(String room, ClusterMessage message) {
        return whileOpen();
    }

    @Override
    public CompletionStage<Void> sendToAll(ClusterMessage message) {
        return whileOpen();
    }

    /** The result of a message without receivers. */
    CompletionStage<Void> whileOpen() {
        return isOpen() ? CompletableFuture.completedFuture(null) : closed();
    }

    private static <T> CompletionStage<T> closed() {
        return CompletableFuture.failedFuture(new ClusterUnavailableException("The instance is not running"));
    }
}
