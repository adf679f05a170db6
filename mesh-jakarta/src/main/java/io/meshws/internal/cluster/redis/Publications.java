package io.meshws.internal.cluster.redis;

import io.meshws.ChannelPosition;
import io.meshws.internal.cluster.ChannelLog.Keep;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.UnsavedMessages;
import io.meshws.internal.cluster.redis.Batches.Queued;
import io.meshws.internal.serial.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * This instance's publications in channels, sent in {@link Batches}; each batch runs one script for each channel in it.
 * Each publication has an id. If a script runs twice, for any reason, it recognises by the ids the messages that it has already
 * published. A channel that is kept elsewhere may have to be prepared before: then its publications are held, in their order.
 *
 * <p>Thread-safe. Batches run on {@code mesh-redis}; stages complete on the callbacks' executor.
 */
final class Publications {
    /** Longer than any publication is on its way. */
    private static final Duration IDS_KEPT = Duration.ofMinutes(1);

    /** More publications than the instances of a cluster can have on their way in one channel. */
    private static final int MAX_IDS = 1024;

    /** How many publications of a channel may wait until it's prepared. */
    private static final int MAX_HELD = 1024;

    /** {@code publish.lua} answers this if the channel has to be noted as unsaved; otherwise it asks for the last offset. */
    private static final String NOTE = "note";

    /** In the order of the last publication; the least recently used channels are forgotten. */
    private static final int MAX_KNOWN = 16_384;

    private final Link link;
    private final Keys keys;
    private final String instanceId;
    private final Duration ttl;
    private final RedisMessages unsaved;
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

    /** The publications of channels that are being prepared. Belongs to {@code mesh-redis}. */
    private final Map<String, List<Queued<Publication, Long>>> held = new HashMap<>();

    private record Publication(String channel, String message, int keep, Optional<Keep> elsewhere) {
        int length() {
            return message.length();
        }
    }

    Publications(
            Link link,
            Keys keys,
            String instanceId,
            Duration ttl,
            RedisMessages unsaved,
            Setbacks setbacks,
            Executor redis,
            Executor callbacks) {
        this.link = link;
        this.keys = keys;
        this.instanceId = instanceId;
        this.ttl = ttl;
        this.unsaved = unsaved;
        this.setbacks = setbacks;
        this.redis = redis;
        this.batches = new Batches<>(this::send, Publication::length, redis, callbacks);
    }

    CompletableFuture<Long> add(String channel, String message, int keep, Optional<Keep> elsewhere) {
        if (!link.isUp()) {
            return CompletableFuture.failedFuture(Operations.unavailable());
        }
        CompletableFuture<Long> offset = batches.add(new Publication(channel, message, keep, elsewhere));
        return elsewhere.isEmpty()
                ? offset
                : offset.thenCompose(
                        found -> found == 0 ? UnsavedMessages.tooMany() : CompletableFuture.completedFuture(found));
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
        List<Queued<Publication, Long>> before = held.get(channel);
        if (before != null) {
            hold(before, publications);
            return CompletableFuture.completedFuture(null);
        }
        return publish(channel, publications, "").thenAccept(demand -> {
            if (!demand.isEmpty()) {
                held.put(channel, new ArrayList<>(publications));
                prepare(channel, demand);
            }
        });
    }

    private void hold(List<Queued<Publication, Long>> before, List<Queued<Publication, Long>> publications) {
        if (before.size() < MAX_HELD) {
            before.addAll(publications);
        } else {
            batches.complete(publications, null, Batches.tooMany());
        }
    }

    /** Completes with the steps to do before; empty if there are none. */
    private CompletableFuture<String> publish(
            String channel, List<Queued<Publication, Long>> publications, String ticket) {
        return link.<List<String>>call(
                        redis,
                        session -> session.eval(
                                Script.PUBLISH,
                                scriptKeys(channel),
                                arguments(channel, publications, ticket, !session.isCluster())))
                .handle((answer, failure) -> {
                    if (failure == null && answer.size() == 1) {
                        return answer.get(0);
                    }
                    batches.complete(publications, failure == null ? offsets(channel, answer) : null, failure);
                    return "";
                });
    }

    /** Prepares a channel that is kept elsewhere for its next publication, while others go on. */
    private void prepare(String channel, String demand) {
        Keep keep = held.get(channel).stream()
                .flatMap(queued -> queued.message().elsewhere().stream())
                .findFirst()
                .orElseThrow();
        long known = known(channel).offset();
        CompletionStage<String> prepared = demand.equals(NOTE)
                ? Attempt.of(() -> unsaved.note(channel, keep.delayMillis()))
                : Attempt.of(keep.last())
                        .thenCompose(last -> unsaved.resume(channel, Math.max(last, known)))
                        .thenApply(done -> "");
        prepared.whenCompleteAsync((ticket, failure) -> prepared(channel, ticket, failure), redis);
    }

    private void prepared(String channel, String ticket, Throwable failure) {
        List<Queued<Publication, Long>> all = held.get(channel);
        if (all == null) {
            return;
        }
        if (failure != null) {
            held.remove(channel);
            batches.complete(all, null, Attempt.causeOf(failure));
            return;
        }
        List<Queued<Publication, Long>> first = Batches.first(all, Publication::length);
        publish(channel, first, ticket).thenAccept(demand -> {
            if (!demand.isEmpty()) {
                prepare(channel, demand);
                return;
            }
            all.subList(0, first.size()).clear();
            if (all.isEmpty()) {
                held.remove(channel);
            } else {
                prepared(channel, "", null);
            }
        });
    }

    private ChannelPosition known(String channel) {
        return known.getOrDefault(channel, ChannelPosition.NOTHING_PUBLISHED);
    }

    /** Reads the offsets from the answer, which also contains the channel's position. */
    private List<Long> offsets(String channel, List<String> answer) {
        if (!answer.get(1).equals("0")) {
            setbacks.found("channel", channel);
        }
        List<Long> offsets =
                answer.subList(2, answer.size()).stream().map(Long::valueOf).toList();
        long last = offsets.stream().mapToLong(Long::longValue).max().orElse(0);
        if (last > 0) {
            known.put(channel, new ChannelPosition(answer.get(0), last));
        }
        return offsets;
    }

    /** As random as an instance id. */
    static String newEpoch() {
        return ConnectionId.newInstanceId();
    }

    /** Fails everything that is still waiting, and everything that is added later. */
    void close() {
        batches.close();
        held.values().forEach(publications -> batches.complete(publications, null, Operations.unavailable()));
        held.clear();
    }

    private List<String> scriptKeys(String channel) {
        return List.of(
                keys.channel(channel),
                keys.channelHistory(channel),
                keys.channelInstances(channel),
                keys.channelPublications(channel),
                keys.channelUnsaved(channel));
    }

    private List<String> arguments(
            String channel, List<Queued<Publication, Long>> publications, String ticket, boolean countsAllListeners) {
        List<String> arguments = new ArrayList<>();
        arguments.add(newEpoch());
        arguments.add(Long.toString(ttl.toMillis()));
        arguments.add(Long.toString(IDS_KEPT.toMillis()));
        arguments.add(Integer.toString(MAX_IDS));
        arguments.add(countsAllListeners ? "1" : "0");
        arguments.add(MessageCodec.channelHead(channel));
        ChannelPosition last = known(channel);
        arguments.add(last.epoch());
        arguments.add(Long.toString(last.offset()));
        arguments.add(ticket);
        for (Queued<Publication, Long> queued : publications) {
            arguments.add(instanceId + Long.toString(queued.number(), Character.MAX_RADIX));
            arguments.add(Integer.toString(queued.message().keep()));
            arguments.add(Integer.toString(
                    queued.message().elsewhere().map(Keep::maxUnsaved).orElse(-1)));
            arguments.add(queued.message().message());
        }
        return arguments;
    }
}
