package io.meshws.cluster.redis;

import io.meshws.ClusterUnavailableException;
import io.meshws.cluster.ConnectionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What this instance publishes in channels, on its way: one bounded queue, of which one batch at a time is in flight, for
 * the reason that {@link Publisher} gives. A batch is one script for each channel in it. Each publication has an id, by
 * which a script that is run again, whoever sent it twice, knows what it published already.
 *
 * <p>Thread-safe. Batches run on {@code mesh-redis}; stages complete on the callbacks' executor.
 */
final class Publications {
    private static final int MAX_QUEUED = 16_384;
    private static final int MAX_QUEUED_CHARACTERS = 64 << 20;
    private static final int MAX_BATCH = 256;
    private static final int MAX_BATCH_CHARACTERS = 1 << 20;
    /** Longer than anything is on its way. */
    private static final Duration IDS_KEPT = Duration.ofMinutes(1);

    /** More than can be on their way in one channel from the instances of a cluster. */
    private static final int MAX_IDS = 1024;

    private final Link link;
    private final Keys keys;
    private final String instanceId;
    private final Duration ttl;
    private final Executor redis;
    private final Executor callbacks;

    private final Deque<Publication> queue = new ArrayDeque<>();
    private int queuedCharacters;
    private long lastNumber;
    private boolean sending;
    private boolean closed;

    /** A message on its way. */
    private record Publication(String channel, String message, int keep, String id, CompletableFuture<Long> offset) {}

    Publications(Link link, Keys keys, String instanceId, Duration ttl, Executor redis, Executor callbacks) {
        this.link = link;
        this.keys = keys;
        this.instanceId = instanceId;
        this.ttl = ttl;
        this.redis = redis;
        this.callbacks = callbacks;
    }

    CompletableFuture<Long> add(String channel, String message, int keep) {
        if (!link.isUp()) {
            return CompletableFuture.failedFuture(Operations.unavailable());
        }
        CompletableFuture<Long> offset = new CompletableFuture<>();
        synchronized (queue) {
            if (closed) {
                return CompletableFuture.failedFuture(Operations.unavailable());
            }
            if (queue.size() >= MAX_QUEUED || queuedCharacters > MAX_QUEUED_CHARACTERS) {
                return CompletableFuture.failedFuture(
                        new ClusterUnavailableException("Too many messages wait for the shared store"));
            }
            String id = instanceId + Long.toString(++lastNumber, Character.MAX_RADIX);
            queue.add(new Publication(channel, message, keep, id, offset));
            queuedCharacters += message.length();
            if (sending) {
                return offset;
            }
            sending = true;
        }
        redis.execute(this::sendBatch);
        return offset;
    }

    private void sendBatch() {
        List<Publication> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        Map<String, List<Publication>> byChannel = new LinkedHashMap<>();
        batch.forEach(publication -> byChannel
                .computeIfAbsent(publication.channel(), channel -> new ArrayList<>())
                .add(publication));
        List<CompletableFuture<?>> published = new ArrayList<>();
        byChannel.forEach((channel, publications) -> published.add(publish(channel, publications)
                .whenComplete(
                        (offsets, failure) -> callbacks.execute(() -> complete(publications, offsets, failure)))));
        CompletableFuture.allOf(published.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> redis.execute(this::sendBatch));
    }

    private List<Publication> nextBatch() {
        List<Publication> batch = new ArrayList<>();
        int characters = 0;
        synchronized (queue) {
            while (!queue.isEmpty() && batch.size() < MAX_BATCH && characters < MAX_BATCH_CHARACTERS) {
                Publication publication = queue.remove();
                characters += publication.message().length();
                batch.add(publication);
            }
            queuedCharacters -= characters;
            sending = !batch.isEmpty();
        }
        return batch;
    }

    private CompletableFuture<List<String>> publish(String channel, List<Publication> publications) {
        return link.call(
                redis,
                session -> session.eval(
                        Script.PUBLISH, scriptKeys(channel), arguments(channel, publications, !session.isCluster())));
    }

    private List<String> scriptKeys(String channel) {
        return List.of(
                keys.channel(channel),
                keys.channelHistory(channel),
                keys.channelInstances(channel),
                keys.channelPublications(channel));
    }

    private List<String> arguments(String channel, List<Publication> publications, boolean countsAllListeners) {
        List<String> arguments = new ArrayList<>();
        // As random as an instance's id is.
        arguments.add(ConnectionId.newInstanceId());
        arguments.add(Long.toString(ttl.toMillis()));
        arguments.add(Long.toString(IDS_KEPT.toMillis()));
        arguments.add(Integer.toString(MAX_IDS));
        arguments.add(countsAllListeners ? "1" : "0");
        arguments.add(MessageCodec.channelHead(channel));
        for (Publication publication : publications) {
            arguments.add(publication.id());
            arguments.add(Integer.toString(publication.keep()));
            arguments.add(publication.message());
        }
        return arguments;
    }

    private static void complete(List<Publication> publications, List<String> offsets, Throwable failure) {
        for (int i = 0; i < publications.size(); i++) {
            if (failure == null) {
                publications.get(i).offset().complete(Long.parseLong(offsets.get(i)));
            } else {
                publications.get(i).offset().completeExceptionally(failure);
            }
        }
    }

    /** Fails everything that still waits, and all that comes. */
    void close() {
        synchronized (queue) {
            closed = true;
        }
        for (List<Publication> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
            List<Publication> left = batch;
            callbacks.execute(() -> complete(left, null, Operations.unavailable()));
        }
    }
}
