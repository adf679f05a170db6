package io.meshws.cluster.redis;

import io.meshws.ClusterUnavailableException;
import io.meshws.cluster.Bus;
import io.meshws.cluster.ClusterMessage;
import io.meshws.cluster.redis.Session.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The sending half of the bus: one bounded queue, of which one batch at a time is in flight. Redisson spreads commands
 * over connections, where one may overtake another; a batch is sent over one connection in order, and the next leaves
 * when it is confirmed. A batch that failed may still arrive later, from a Redis that stood still: the receivers drop what
 * was overtaken ({@link Inbox}).
 *
 * <p>A batch is two steps: find out where its messages go, then publish. One script could do both, but in Redis Cluster it
 * would run on the node that has the room, and publications of several nodes overtake each other. This way everything for
 * one instance goes through the node that has its channel, and the order holds there too, except while the cluster moves
 * that channel's slot to another node: then a message can be lost, not reordered.
 *
 * <p>Thread-safe. Batches run on {@code mesh-redis}; stages complete on the callbacks' executor.
 */
final class Publisher implements Bus {
    static final int MAX_QUEUED = 16_384;
    private static final int MAX_QUEUED_CHARACTERS = 64 << 20;
    private static final int MAX_BATCH = 256;
    private static final int MAX_BATCH_CHARACTERS = 1 << 20;

    private final Link link;
    private final Keys keys;
    private final String instanceId;
    private final Executor redis;
    private final Executor callbacks;

    private final Deque<Letter> queue = new ArrayDeque<>();
    private int queuedCharacters;
    private long lastNumber;
    private boolean sending;
    private boolean closed;

    Publisher(Link link, Keys keys, String instanceId, Executor redis, Executor callbacks) {
        this.link = link;
        this.keys = keys;
        this.instanceId = instanceId;
        this.redis = redis;
        this.callbacks = callbacks;
    }

    @Override
    public CompletionStage<Boolean> sendTo(String target, ClusterMessage message) {
        return send(new Route.To(target), message);
    }

    @Override
    public CompletionStage<Void> sendToRoom(String room, ClusterMessage message) {
        return send(new Route.Room(room), message).thenApply(heard -> null);
    }

    @Override
    public CompletionStage<Void> sendToAll(ClusterMessage message) {
        return send(new Route.All(), message).thenApply(heard -> null);
    }

    /** A message on its way; {@code heard} says whether any instance listened. */
    private record Letter(Route route, long number, ClusterMessage message, CompletableFuture<Boolean> heard) {
        int characters() {
            return message instanceof ClusterMessage.Delivery delivery
                    ? delivery.frame().length()
                    : 1;
        }
    }

    private CompletableFuture<Boolean> send(Route route, ClusterMessage message) {
        if (!link.isUp()) {
            return CompletableFuture.failedFuture(Operations.unavailable());
        }
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        synchronized (queue) {
            if (closed) {
                return CompletableFuture.failedFuture(Operations.unavailable());
            }
            if (queue.size() >= MAX_QUEUED || queuedCharacters > MAX_QUEUED_CHARACTERS) {
                return CompletableFuture.failedFuture(
                        new ClusterUnavailableException("Too many messages wait for the shared store"));
            }
            Letter letter = new Letter(route, ++lastNumber, message, heard);
            queue.add(letter);
            queuedCharacters += letter.characters();
            if (sending) {
                return heard;
            }
            sending = true;
        }
        redis.execute(this::sendBatch);
        return heard;
    }

    private void sendBatch() {
        List<Letter> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        List<Route> routes = batch.stream().map(Letter::route).toList();
        link.call(redis, session -> Routes.find(session, keys, instanceId, routes)
                        .thenCompose(found -> publish(session, batch, found)))
                .whenComplete((heard, failure) -> {
                    callbacks.execute(() -> complete(batch, heard, failure));
                    redis.execute(this::sendBatch);
                });
    }

    private List<Letter> nextBatch() {
        List<Letter> batch = new ArrayList<>();
        int characters = 0;
        synchronized (queue) {
            while (!queue.isEmpty() && batch.size() < MAX_BATCH && characters < MAX_BATCH_CHARACTERS) {
                Letter letter = queue.remove();
                characters += letter.characters();
                batch.add(letter);
            }
            queuedCharacters -= characters;
            sending = !batch.isEmpty();
        }
        return batch;
    }

    /** Fails everything that still waits, and all that comes. */
    void close() {
        synchronized (queue) {
            closed = true;
        }
        for (List<Letter> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
            List<Letter> left = batch;
            callbacks.execute(() -> complete(left, null, Operations.unavailable()));
        }
    }

    /** @return per letter, whether anyone listened */
    private CompletableFuture<List<Boolean>> publish(Session session, List<Letter> batch, Routes routes) {
        List<Publication> publications = new ArrayList<>();
        int[] ends = new int[batch.size()];
        for (int i = 0; i < ends.length; i++) {
            Letter letter = batch.get(i);
            List<String> targets = routes.targets(letter.route());
            if (!targets.isEmpty()) {
                String text =
                        MessageCodec.encode(new MessageCodec.Envelope(instanceId, letter.number(), letter.message()));
                targets.forEach(target -> publications.add(new Publication(keys.bus(target), text)));
            }
            ends[i] = publications.size();
        }
        if (publications.isEmpty()) {
            return CompletableFuture.completedFuture(
                    batch.stream().map(letter -> false).toList());
        }
        return session.publish(publications).thenApply(receivers -> {
            List<Boolean> heard = new ArrayList<>();
            int next = 0;
            for (int end : ends) {
                boolean anyone = false;
                for (; next < end; next++) {
                    anyone |= ((Long) receivers.get(next)) > 0;
                }
                heard.add(anyone);
            }
            return heard;
        });
    }

    private static void complete(List<Letter> batch, List<Boolean> heard, Throwable failure) {
        for (int i = 0; i < batch.size(); i++) {
            if (failure == null) {
                batch.get(i).heard().complete(heard.get(i));
            } else {
                batch.get(i).heard().completeExceptionally(failure);
            }
        }
    }
}
