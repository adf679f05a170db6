package io.meshws.internal.channel;

import io.meshws.ChannelHistory;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.cluster.Target;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.Topics;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.serial.Attempt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The subscriptions of this instance's clients, and with them those of the instance. Thread-safe. */
public final class Subscriptions {
    /** How many feeds are subscribed again at a time. */
    private static final int REFRESHED_AT_ONCE = 256;

    private static final Topics.Kind<Subscription> CHANNELS = new Topics.Kind<>("channel");

    private final ChannelLog log;
    private final LongReplies replies;
    private final Pace pace;
    private final AtomicLong tickets = new AtomicLong();
    private final ConcurrentHashMap<String, Feed> feeds = new ConcurrentHashMap<>();
    /** Channels that the store is being told have no subscribers here. */
    private final Set<String> strays = ConcurrentHashMap.newKeySet();

    Subscriptions(ChannelLog log, LongReplies replies, Pace pace) {
        this.log = log;
        this.replies = replies;
        this.pace = pace;
    }

    /**
     * Subscribes a client. A client that is already subscribed only reads. Unsubscribing in the meantime wins.
     *
     * @param guard asked whether the client may subscribe
     * @param replied see {@code io.meshws.internal.command.Replied}: the subscription becomes live with the reply, or
     *     ends
     * @return the messages that were read; empty if it may not, or was unsubscribed
     * @throws io.meshws.CommandException if it has too many subscriptions
     */
    CompletionStage<Optional<ChannelHistory>> subscribe(
            Connection connection,
            String channel,
            Query query,
            Supplier<CompletionStage<Boolean>> guard,
            CompletionStage<Boolean> replied) {
        Topics.Topic<Subscription> topic = connection.topics().request(CHANNELS, channel);
        return topic.answer(Attempt.of(guard), () -> subscribe(connection, topic, query, replied), replied);
    }

    private CompletionStage<Optional<ChannelHistory>> subscribe(
            Connection connection, Topics.Topic<Subscription> topic, Query query, CompletionStage<Boolean> replied) {
        Subscription subscription = new Subscription(connection, topic.name());
        Subscription there = topic.holdIfNone(subscription);
        if (there == null) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        if (there != subscription) {
            return there.settled()
                    .thenCompose(live -> live
                            ? reading(query, replied, () -> log.read(topic.name(), query)
                                            .thenApply(Reading::history))
                                    .thenApply(Optional::of)
                            : subscribe(connection, topic, query, replied))
                    .thenApply(history -> history.filter(read -> !topic.isEnded()));
        }
        replied.thenAccept(success -> replied(subscription, success));
        return Attempt.of(() -> reading(query, replied, () -> join(subscription, query)))
                .thenApply(history -> Optional.of(history).filter(read -> !subscription.isEnded()))
                .whenComplete((history, failure) -> {
                    if (failure != null || history.isEmpty()) {
                        leave(subscription);
                    }
                });
    }

    private CompletionStage<ChannelHistory> reading(
            Query query, CompletionStage<Boolean> replied, Supplier<CompletionStage<ChannelHistory>> read) {
        return query.readsMessages() ? replies.make(replied, read) : read.get();
    }

    private CompletionStage<ChannelHistory> join(Subscription subscription, Query query) {
        String channel = subscription.channel();
        Feed feed;
        OptionalLong ticket;
        do {
            feed = feeds.computeIfAbsent(channel, name -> new Feed(name, pace));
            ticket = feed.add(subscription, tickets::incrementAndGet);
        } while (ticket.isEmpty());
        if (subscription.isEnded()) {
            // It ended before it was in the feed, so it wasn't found there.
            leave(subscription);
            return log.read(channel, query).thenApply(Reading::history);
        }
        Feed joined = feed;
        return log.subscribe(channel, ticket.getAsLong(), query).thenApply(reading -> {
            joined.began(subscription, reading.last());
            return reading.history();
        });
    }

    private void replied(Subscription subscription, boolean success) {
        Feed feed = feeds.get(subscription.channel());
        if (!success || subscription.isEnded() || feed == null) {
            leave(subscription);
            return;
        }
        feed.goLive(subscription);
        subscription.settle(true);
    }

    /** @return whether the client was subscribed, or about to be */
    boolean unsubscribe(Connection connection, String channel) {
        Topics.Topic<Subscription> topic = connection.topics().end(CHANNELS, channel);
        if (topic != null) {
            leave(topic);
        }
        return topic != null;
    }

    /** Takes away the subscriptions to these channels. */
    void take(Connection connection, Predicate<String> channels) {
        connection.topics().take(CHANNELS, channels).forEach(topic -> {
            leave(topic);
            topic.taken();
        });
    }

    /** The client is gone. */
    void closed(Connection connection) {
        connection.topics().endAll(CHANNELS).forEach(this::leave);
    }

    private void leave(Topics.Topic<Subscription> topic) {
        if (topic.held() != null) {
            leave(topic.held());
        }
    }

    private void leave(Subscription subscription) {
        subscription.end();
        subscription.connection().topics().release(CHANNELS, subscription.channel(), subscription);
        Feed feed = feeds.get(subscription.channel());
        if (feed != null) {
            feed.remove(subscription, tickets::incrementAndGet, () -> feeds.remove(feed.channel(), feed))
                    .ifPresent(ticket -> Attempt.of(() -> log.unsubscribe(feed.channel(), ticket)));
        }
        subscription.settle(false);
    }

    /**
     * Publishes a message.
     *
     * @return its offset, when all instances are ready to deliver it, see {@link Pace}
     */
    CompletionStage<Long> paced(String channel, Supplier<CompletionStage<Long>> publication) {
        return pace.begin(() -> publication.get().thenCompose(offset -> {
            Feed feed = feeds.get(channel);
            return pace.everywhere(Target.channel(channel), feed == null ? Pace.NOW : feed.pace(offset))
                    .thenApply(ready -> offset);
        }));
    }

    /** Handles a message of the log. */
    public void received(Published message) {
        Feed feed = feeds.get(message.channel());
        if (feed == null) {
            stray(message.channel());
            return;
        }
        feed.received(message).ifPresent(query -> catchUp(feed, query));
    }

    /** The store has a subscription that this instance doesn't need, such as one that ended while the store could not be told. */
    private void stray(String channel) {
        // Taken before looking again: anyone who subscribes after that has a higher ticket.
        long ticket = tickets.incrementAndGet();
        if (!feeds.containsKey(channel) && strays.add(channel)) {
            Attempt.of(() -> log.unsubscribe(channel, ticket)).whenComplete((done, failure) -> strays.remove(channel));
        }
    }

    private void catchUp(Feed feed, Query query) {
        catchUp(feed, query, Attempt.of(() -> log.read(feed.channel(), query)));
    }

    private void catchUp(Feed feed, Query query, CompletionStage<Reading> read) {
        read.whenComplete((reading, failure) -> {
            if (failure == null) {
                feed.caughtUp(query, reading).ifPresent(next -> catchUp(feed, next));
            } else {
                feed.couldNotCatchUp();
            }
        });
    }

    /**
     * The store can be reached, for the first time or again, and may have forgotten this instance, or lost messages to
     * it.
     */
    public void rejoined() {
        feeds.values().forEach(Feed::rejoined);
        refresh();
    }

    /**
     * Subscribes again to channels that the store may have forgotten; a part at a time, so that no step takes too long.
     */
    void refresh() {
        List<CompletableFuture<Void>> refreshed = feeds.values().stream()
                .map(this::renew)
                .flatMap(Optional::stream)
                .limit(REFRESHED_AT_ONCE)
                .toList();
        if (refreshed.size() == REFRESHED_AT_ONCE) {
            // If one failed, the rest waits for the next tick.
            CompletableFuture.allOf(refreshed.toArray(CompletableFuture[]::new)).thenRun(this::refresh);
        }
    }

    private Optional<CompletableFuture<Void>> renew(Feed feed) {
        return feed.renew(tickets::incrementAndGet).map(renewal -> {
            CompletionStage<Reading> subscribed =
                    Attempt.of(() -> log.subscribe(feed.channel(), renewal.ticket(), renewal.query()));
            catchUp(feed, renewal.query(), subscribed);
            return subscribed.thenAccept(reading -> {}).toCompletableFuture();
        });
    }
}
