package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.Bus;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.redis.Batches.Queued;
import io.meshws.internal.cluster.redis.Session.ChannelText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The sending half of the bus, in {@link Batches}; each is sent over one connection, in order. A batch that failed may
 * still arrive later, from a Redis that was stalled: the receivers drop overtaken messages ({@link BusListener}).
 *
 * <p>One script finds out where the messages of a batch go, and publishes them. In Redis Cluster it would run on the node
 * that has the room, and publications of several nodes can overtake each other. There a batch takes two steps, find and
 * then publish, so that everything for one instance goes through the node that has its channel, and the order holds there
 * too, with one exception: while the cluster moves that channel's slot to another node, a message can be lost, but not
 * reordered. If Redis Cluster has shard channels, messages for an instance go through its own one; if nobody listens
 * there, because the instance connected before Redis had them, they go through the channel that every instance has. Long
 * messages take two steps as well, because they may be for nobody else.
 *
 * <p>Thread-safe. Batches run on {@code mesh-redis}; stages complete on the callbacks' executor.
 */
final class Publisher implements Bus {
    /** Of a batch, in characters. */
    private static final int LONG = 1 << 16;

    private final Link link;
    private final Keys keys;
    private final String instanceId;
    private final Executor redis;
    private final Batches<OutgoingMessage, Boolean> batches;
    private final SentEvents events = new SentEvents();

    Publisher(Link link, Keys keys, String instanceId, Executor redis, Executor callbacks) {
        this.link = link;
        this.keys = keys;
        this.instanceId = instanceId;
        this.redis = redis;
        this.batches = new Batches<>(this::send, outgoing -> outgoing.message().length(), redis, callbacks);
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

    /** Sends to those that listen to the name: one publication, without looking them up. */
    CompletionStage<Void> sendToListeners(String name, String payload) {
        return send(new Route.Event(name), new ClusterMessage.Fired(instanceId, name, payload))
                .thenApply(heard -> null);
    }

    /** A message and its destination. */
    private record OutgoingMessage(Route route, ClusterMessage message) {}

    private CompletableFuture<Boolean> send(Route route, ClusterMessage message) {
        return link.isUp()
                ? batches.add(new OutgoingMessage(route, message))
                : CompletableFuture.failedFuture(Operations.unavailable());
    }

    private CompletableFuture<?> send(List<Queued<OutgoingMessage, Boolean>> batch) {
        return link.call(
                        redis,
                        session -> session.isCluster() || isLong(batch) ? inTwo(session, batch) : inOne(session, batch))
                .whenComplete((heard, failure) -> {
                    events.confirmed(System.nanoTime());
                    batches.complete(batch, heard, failure);
                });
    }

    private static boolean isLong(List<Queued<OutgoingMessage, Boolean>> batch) {
        return batch.stream()
                        .mapToInt(outgoing -> outgoing.message().message().length())
                        .sum()
                > LONG;
    }

    /** @return for each message, whether anyone listened */
    private CompletableFuture<List<Boolean>> inOne(Session session, List<Queued<OutgoingMessage, Boolean>> batch) {
        Map<String, Integer> places = new LinkedHashMap<>(Map.of(keys.instances(), 1));
        List<String> arguments = new ArrayList<>(List.of(instanceId, keys.busPrefix()));
        for (Queued<OutgoingMessage, Boolean> outgoing : batch) {
            arguments.add(destination(outgoing.message().route(), places));
            arguments.add(text(outgoing));
        }
        return session.<List<Long>>eval(Script.SEND, List.copyOf(places.keySet()), arguments)
                .thenApply(listeners ->
                        listeners.stream().map(number -> number > 0).toList());
    }

    /** @param places the numbers of the script's keys; one that is missing is added */
    private String destination(Route route, Map<String, Integer> places) {
        if (route instanceof Route.To to) {
            return "=" + keys.bus(to.instanceId());
        }
        if (route instanceof Route.Event event) {
            return "=" + keys.event(event.name());
        }
        String key = route instanceof Route.Room room ? keys.roomInstances(room.name()) : keys.instances();
        places.putIfAbsent(key, places.size() + 1);
        return places.get(key).toString();
    }

    /** @return as {@link #inOne} */
    private CompletableFuture<List<Boolean>> inTwo(Session session, List<Queued<OutgoingMessage, Boolean>> batch) {
        List<Route> routes =
                batch.stream().map(outgoing -> outgoing.message().route()).toList();
        return Routes.find(session, keys, instanceId, routes).thenCompose(found -> publish(session, batch, found));
    }

    private String text(Queued<OutgoingMessage, Boolean> outgoing) {
        ClusterMessage message = outgoing.message().message();
        Map<String, Long> after = message instanceof ClusterMessage.Fired event
                ? events.next(event.name(), outgoing.number(), System.nanoTime())
                : Map.of();
        return MessageCodec.encode(new MessageCodec.Envelope(instanceId, outgoing.number(), message, after));
    }

    /** Fails everything that is still waiting, and everything that is added later. */
    void close() {
        batches.close();
    }

    /** A text for an instance, or for all that listen to an event. */
    private record Publication(int message, String channel, Optional<String> shard, String text) {
        ChannelText through(boolean shards) {
            return shards && shard.isPresent()
                    ? new ChannelText(shard.get(), true, text)
                    : new ChannelText(channel, false, text);
        }
    }

    private CompletableFuture<List<Boolean>> publish(
            Session session, List<Queued<OutgoingMessage, Boolean>> batch, Routes routes) {
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Queued<OutgoingMessage, Boolean> outgoing = batch.get(i);
            if (outgoing.message().route() instanceof Route.Event event) {
                publications.add(new Publication(i, keys.event(event.name()), Optional.empty(), text(outgoing)));
                continue;
            }
            List<String> targets = routes.targets(outgoing.message().route());
            String text = targets.isEmpty() ? "" : text(outgoing);
            for (String target : targets) {
                publications.add(new Publication(i, keys.bus(target), Optional.of(keys.shard(target)), text));
            }
        }
        Boolean[] heard = new Boolean[batch.size()];
        Arrays.fill(heard, false);
        return publish(session, publications, session.isSharded(), heard).thenApply(done -> List.of(heard));
    }

    /**
     * @param shards whether to publish on shard channels first
     * @param heard for each message, whether anyone listened
     */
    private static CompletableFuture<Void> publish(
            Session session, List<Publication> publications, boolean shards, Boolean[] heard) {
        if (publications.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<ChannelText> texts =
                publications.stream().map(each -> each.through(shards)).toList();
        return session.publish(texts).thenCompose(listeners -> {
            List<Publication> unheard = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                if ((Long) listeners.get(i) > 0) {
                    heard[publications.get(i).message()] = true;
                } else if (texts.get(i).sharded()) {
                    unheard.add(publications.get(i));
                }
            }
            return publish(session, unheard, false, heard);
        });
    }
}
