package io.meshws.internal.cluster.redis;

import io.meshws.ChannelPosition;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.redis.Batches.Queued;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * This instance's publications in channels, sent in {@link Batches}; each batch runs one script for each channel in it.
 * Each publication has an id. If a script runs twice, for whatever reason, it recognises by the ids what it has already
 * published.
 *
 * <p>Thread-safe. Batches run on {@code mesh-redis}; stages complete on the callbacks' executor.
 */
final class Publications {
    /** Longer than any publication is on its way. */
    private static final Duration IDS_KEPT = Duration.ofMinutes(1);

    /** More publications than the instances of a cluster can have on their way in one channel. */
    private static final int MAX_IDS = 1024;

    /** In the order of the last publication; the least recently used channels are forgotten. */
    private static final int MAX_KNOWN = 16_384;

    private final Link link;
    private final Keys keys;
    private final String instanceId;
    private final Duration ttl;
    private final Setbacks setbacks;
    private final Executor redis;
    private final Batches<Publication, Long> batches;
    /** The last message of each channel that this instance published in. Belongs to {@code mesh-redis}. */
    private final Map<String, ChannelPosition> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ChannelPosition> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    private record Publication(String channel, String message, int keep) {
        int length() {
            return message.length();
        }
    }

    Publications(
            Link link,
            Keys keys,
            String instanceId,
            Duration ttl,
            Setbacks setbacks,
            Executor redis,
            Executor callbacks) {
        this.link = link;
        this.keys = keys;
        this.instanceId = instanceId;
        this.ttl = ttl;
        this.setbacks = setbacks;
        this.redis = redis;
        this.batches = new Batches<>(this::send, Publication::length, redis, callbacks);
    }

    CompletableFuture<Long> add(String channel, String message, int keep) {
        return link.isUp()
                ? batches.add(new Publication(channel, message, keep))
                : CompletableFuture.failedFuture(Operations.unavailable());
    }

    private CompletableFuture<?> send(List<Queued<Publication, Long>> batch) {
        Map<String, List<Queued<Publication, Long>>> byChannel = new LinkedHashMap<>();
        batch.forEach(publication -> byChannel
                .computeIfAbsent(publication.message().channel(), channel -> new ArrayList<>())
                .add(publication));
        return CompletableFuture.allOf(byChannel.entrySet().stream()
                .map(entry -> publish(entry.getKey(), entry.getValue()))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<?> publish(String channel, List<Queued<Publication, Long>> publications) {
        return link.<List<String>>call(
                        redis,
                        session -> session.eval(
                                Script.PUBLISH,
                                scriptKeys(channel),
                                arguments(channel, publications, !session.isCluster())))
                .whenComplete((answer, failure) ->
                        batches.complete(publications, failure == null ? offsets(channel, answer) : null, failure));
    }

    /** Reads the offsets from the answer, which also contains the channel's position. */
    private List<Long> offsets(String channel, List<String> answer) {
        if (!answer.get(1).equals("0")) {
            setbacks.found("channel", channel);
        }
        List<Long> offsets =
                answer.subList(2, answer.size()).stream().map(Long::valueOf).toList();
        known.put(channel, new ChannelPosition(answer.get(0), offsets.get(offsets.size() - 1)));
        return offsets;
    }

    /** As random as an instance id. */
    static String newEpoch() {
        return ConnectionId.newInstanceId();
    }

    /** Fails everything that is still waiting, and everything that is added later. */
    void close() {
        batches.close();
    }

    private List<String> scriptKeys(String channel) {
        return List.of(
                keys.channel(channel),
                keys.channelHistory(channel),
                keys.channelInstances(channel),
                keys.channelPublications(channel));
    }

    private List<String> arguments(
            String channel, List<Queued<Publication, Long>> publications, boolean countsAllListeners) {
        List<String> arguments = new ArrayList<>();
        arguments.add(newEpoch());
        arguments.add(Long.toString(ttl.toMillis()));
        arguments.add(Long.toString(IDS_KEPT.toMillis()));
        arguments.add(Integer.toString(MAX_IDS));
        arguments.add(countsAllListeners ? "1" : "0");
        arguments.add(MessageCodec.channelHead(channel));
        ChannelPosition last = known.getOrDefault(channel, ChannelPosition.NOTHING_PUBLISHED);
        arguments.add(last.epoch());
        arguments.add(Long.toString(last.offset()));
        for (Queued<Publication, Long> queued : publications) {
            arguments.add(instanceId + Long.toString(queued.number(), Character.MAX_RADIX));
            arguments.add(Integer.toString(queued.message().keep()));
            arguments.add(queued.message().message());
        }
        return arguments;
    }
}
