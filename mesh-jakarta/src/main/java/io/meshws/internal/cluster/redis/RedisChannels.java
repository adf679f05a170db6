package io.meshws.internal.cluster.redis;

import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All keys of a channel are in one slot, so that one script appends and publishes, and one subscribes and reads.
 * Publications go to the instances' own channels. The subscription of an instance that is gone is removed by the
 * instance that cleans up after it. If a node knows all listeners, which it doesn't in Redis Cluster, a publication that
 * finds none removes it too. Thread-safe.
 */
final class RedisChannels implements ChannelLog {
    /** How many texts of an answer precede the messages. */
    private static final int HEAD = 6;

    private final Scripts scripts;
    private final Keys keys;
    private final String ownBus;
    private final Followed followed;
    private final Publications publications;
    private final RedisMessages unsaved;
    private final Setbacks setbacks;
    /**
     * The channels that this instance may be subscribed to, with the highest ticket. Also serialises operations on one
     * channel.
     */
    private final ConcurrentHashMap<String, Long> subscribed = new ConcurrentHashMap<>();

    RedisChannels(
            Link link,
            Keys keys,
            String instanceId,
            Duration ttl,
            Setbacks setbacks,
            Executor redis,
            Executor callbacks) {
        this.scripts = link;
        this.setbacks = setbacks;
        this.keys = keys;
        this.ownBus = keys.bus(instanceId);
        this.followed = keys.followedChannels(instanceId);
        this.unsaved = new RedisMessages(link, keys, ttl);
        this.publications = new Publications(link, keys, instanceId, ttl, unsaved, setbacks, redis, callbacks);
    }

    @Override
    public CompletionStage<Long> publish(String channel, String message, int keep, Optional<Keep> elsewhere) {
        return publications.add(channel, message, keep, elsewhere);
    }

    RedisMessages unsaved() {
        return unsaved;
    }

    @Override
    public CompletionStage<Reading> subscribe(String channel, long ticket, Query query) {
        AtomicReference<CompletableFuture<Long>> begun = new AtomicReference<>();
        subscribed.compute(channel, (name, held) -> {
            begun.set(followed.begins(scripts, name));
            return held == null ? ticket : Math.max(held, ticket);
        });
        return begun.get().thenCompose(done -> read(channel, ownBus, ticket, query));
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel, long ticket) {
        subscribed.computeIfPresent(channel, (name, held) -> held < ticket ? null : held);
        return unsubscribe(scripts, keys, channel, ownBus, ticket)
                .thenAccept(done -> subscribed.computeIfAbsent(channel, name -> {
                    followed.ended(scripts, name);
                    return null;
                }));
    }

    @Override
    public CompletionStage<Reading> read(String channel, Query query) {
        return read(channel, "", 0, query);
    }

    private CompletionStage<Reading> read(String channel, String bus, long ticket, Query query) {
        ChannelPosition since = query.since().orElse(ChannelPosition.NOTHING_PUBLISHED);
        return scripts.<List<String>>eval(
                        Script.READ_CHANNEL,
                        List.of(keys.channel(channel), keys.channelHistory(channel), keys.channelInstances(channel)),
                        List.of(
                                bus,
                                Long.toString(ticket),
                                Integer.toString(query.limit()),
                                query.since().isPresent() ? "1" : "0",
                                since.epoch(),
                                Long.toString(since.offset()),
                                query.heard()
                                        .map(heard -> Long.toString(heard.time()))
                                        .orElse(""),
                                query.contradicted() ? "1" : "0",
                                query.heard().isPresent() ? Publications.newEpoch() : "",
                                Integer.toString(Channels.MAX_HISTORY),
                                Integer.toString(query.maxBytes()),
                                query.before() == Long.MAX_VALUE ? "" : Long.toString(query.before())))
                .thenApply(answer -> {
                    if (answer.get(4).equals("1")) {
                        setbacks.found("channel", channel);
                    }
                    return reading(channel, answer);
                });
    }

    private static Reading reading(String channel, List<String> answer) {
        String epoch = answer.get(0);
        List<Published> messages = new ArrayList<>();
        for (String entry : answer.subList(HEAD, answer.size())) {
            messages.add(published(channel, epoch, entry));
        }
        boolean recovered = answer.get(3).equals("1");
        if (recovered) {
            Collections.reverse(messages);
        }
        return new Reading(
                new ChannelPlace(epoch, Long.parseLong(answer.get(1)), Long.parseLong(answer.get(2))),
                recovered,
                recovered ? Reading.UNKNOWN : Long.parseLong(answer.get(5)),
                messages);
    }

    private static Published published(String channel, String epoch, String entry) {
        int colon = entry.indexOf(':');
        int space = entry.indexOf(' ');
        return new Published(
                channel,
                new ChannelPlace(
                        epoch,
                        Long.parseLong(entry.substring(0, colon)),
                        Long.parseLong(entry.substring(colon + 1, space))),
                entry.substring(space + 1));
    }

    /** Unsubscribes an instance from everything, when it stops or has died. */
    static CompletableFuture<Void> leave(Scripts scripts, Keys keys, String instance) {
        String bus = keys.bus(instance);
        return keys.followedChannels(instance)
                .endAll(scripts, channel -> unsubscribe(scripts, keys, channel, bus, Long.MAX_VALUE));
    }

    /** Fails everything that is waiting, and everything that is added later. */
    void close() {
        publications.close();
    }

    private static CompletableFuture<Long> unsubscribe(
            Scripts scripts, Keys keys, String channel, String bus, long ticket) {
        return scripts.eval(
                Script.UNSUBSCRIBE_CHANNEL,
                List.of(keys.channelInstances(channel)),
                List.of(bus, Long.toString(ticket)));
    }
}
