package io.meshws.internal.channel;

import io.meshws.ChannelHistory;
import io.meshws.ChannelMessage;
import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.KeepOptions;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.PublisherId;
import io.meshws.internal.cluster.ChannelEntry;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.keep.KeptChannels;
import io.meshws.internal.limit.Pace;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.NameRules;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.spi.ChannelKeeper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The channels of all instances, and this instance's subscribers. Thread-safe. */
public final class ChannelTable implements Channels {
    private static final int QUOTES = 2;

    private final KeptChannels log;
    private final Subscriptions subscriptions;
    /** The setting is the number of messages to keep by default. */
    private final Exposure<Integer> exposed;

    private final Exposure<PublisherId> publishable;
    private final Cluster cluster;
    private final ConnectionTable connections;
    private final JsonBinding json;
    private final LongReplies replies;
    private final int maxMessage;

    public ChannelTable(
            MeshConfig config,
            Cluster cluster,
            ConnectionTable connections,
            JsonBinding json,
            LongReplies replies,
            Pace pace,
            Environment environment,
            AppStages stages,
            FailureLog failures) {
        this.connections = connections;
        this.exposed = new Exposure<>(failures);
        this.publishable = new Exposure<>(failures);
        this.cluster = cluster;
        this.log = new KeptChannels(cluster, environment, stages, failures);
        this.subscriptions = new Subscriptions(log, replies, pace);
        this.replies = replies;
        this.json = json;
        this.maxMessage = config.get(MeshProperty.MAX_FRAME_SIZE);
    }

    @Override
    public void expose(String name, Guard guard, int history) {
        exposed.add(Selector.channel(name), guard, checkedKeep(history));
    }

    @Override
    public void expose(Pattern names, Guard guard, int history) {
        exposed.add(Selector.matching(names, "names"), guard, checkedKeep(history));
    }

    @Override
    public boolean unexpose(String name) {
        return unsubscribeIf(exposed.remove(Selector.channel(name)));
    }

    @Override
    public boolean unexpose(Pattern names) {
        return unsubscribeIf(exposed.remove(Selector.matching(names, "names")));
    }

    @Override
    public void exposePublish(String name, Guard guard, PublisherId publisherId) {
        publishable.add(Selector.channel(name), guard, Objects.requireNonNull(publisherId, "publisherId"));
    }

    @Override
    public void exposePublish(Pattern names, Guard guard, PublisherId publisherId) {
        publishable.add(Selector.matching(names, "names"), guard, Objects.requireNonNull(publisherId, "publisherId"));
    }

    @Override
    public boolean unexposePublish(String name) {
        return publishable.remove(Selector.channel(name));
    }

    @Override
    public boolean unexposePublish(Pattern names) {
        return publishable.remove(Selector.matching(names, "names"));
    }

    @Override
    public void keep(String name, ChannelKeeper keeper, KeepOptions options) {
        log.add(Selector.channel(name), keeper, options);
    }

    @Override
    public void keep(Pattern names, ChannelKeeper keeper, KeepOptions options) {
        log.add(Selector.matching(names, "names"), keeper, options);
    }

    private boolean unsubscribeIf(boolean removed) {
        if (removed) {
            connections
                    .all()
                    .forEach(connection -> subscriptions.take(connection, channel -> !exposed.covers(channel)));
        }
        return removed;
    }

    @Override
    public CompletionStage<Long> publish(String channel, String message) {
        return publishEntry(NameRules.channel(channel), literal(message), keepOf(channel), true);
    }

    private int keepOf(String channel) {
        return exposed.settingOf(channel).orElse(0);
    }

    @Override
    public CompletionStage<Long> publish(String channel, String message, int history) {
        return publishEntry(NameRules.channel(channel), literal(message), checkedKeep(history), history > 0);
    }

    private CompletionStage<Long> publishEntry(String channel, String entry, int keep, boolean isKept) {
        return subscriptions.paced(channel, () -> log.publish(channel, entry, keep, isKept));
    }

    /**
     * Publishes for a client.
     *
     * @return the message's offset; fails with {@code EFORBIDDEN} if the client may not publish in the channel
     */
    public CompletionStage<Long> publish(Connection client, String channel, String message) {
        PublisherId publisherId =
                publishable.settingOf(NameRules.channel(channel)).orElse(PublisherId.HIDDEN);
        return publishable
                .allows(client, channel)
                .thenCompose(allowed -> allowed
                        ? publishEntry(channel, entry(client, publisherId, message), keepOf(channel), true)
                        : CompletableFuture.failedFuture(new CommandException(
                                ErrorCode.EFORBIDDEN,
                                "This connection may not publish in channel \"" + channel + "\"")));
    }

    private String entry(Connection client, PublisherId publisherId, String message) {
        String literal = literal(message);
        return publisherId == PublisherId.SHOWN ? ChannelEntry.of(literal, client.id()) : literal;
    }

    @Override
    public CompletionStage<Long> publishJson(String channel, Object message) {
        return publish(channel, json.toText(message));
    }

    @Override
    public CompletionStage<List<String>> history(String channel, int limit) {
        return history(channel, limit, Long.MAX_VALUE)
                .thenApply(history ->
                        history.messages().stream().map(ChannelMessage::message).toList());
    }

    @Override
    public CompletionStage<ChannelHistory> history(String channel, int limit, ChannelPosition since) {
        return log.read(
                        NameRules.channel(channel),
                        Query.since(checkedLimit(limit), Optional.of(Objects.requireNonNull(since, "since"))))
                .thenApply(ChannelTable::decoded);
    }

    @Override
    public CompletionStage<ChannelHistory> history(String channel, int limit, long beforeOffset) {
        return log.read(NameRules.channel(channel), Query.before(checkedLimit(limit), beforeOffset))
                .thenApply(ChannelTable::decoded);
    }

    /** The message in the form in which it's sent and kept. */
    private String literal(String message) {
        // A text is never longer than its literal.
        String literal = Objects.requireNonNull(message, "message").length() > maxMessage ? null : Json.quote(message);
        if (literal == null || literal.length() - QUOTES > maxMessage) {
            throw new CommandException(
                    ErrorCode.ETOOLARGE, "A message must not be longer than " + maxMessage + " characters");
        }
        return literal;
    }

    private static ChannelHistory decoded(Reading reading) {
        ChannelHistory history = ChannelEntry.split(reading.history());
        return new ChannelHistory(
                history.last(),
                history.recovered(),
                history.messages().stream()
                        .map(each -> new ChannelMessage(each.offset(), Json.unquote(each.message()), each.publisher()))
                        .toList());
    }

    /**
     * Subscribes a client if it may.
     *
     * @param replied completes when the client was told, with whether it was told that it's subscribed; live messages
     *     begin then
     * @return the messages that were read, as JSON string literals; empty if it may not
     */
    public CompletionStage<Optional<ChannelHistory>> subscribe(
            Connection connection, String channel, Query query, CompletionStage<Boolean> replied) {
        NameRules.channel(channel);
        return subscriptions
                .subscribe(
                        connection,
                        channel,
                        query.within(replies.maxBytes()),
                        () -> exposed.allows(connection, channel),
                        replied)
                .thenApply(history -> history.map(ChannelEntry::split));
    }

    /** @return whether the client was subscribed, or about to be */
    public boolean unsubscribe(Connection connection, String channel) {
        return subscriptions.unsubscribe(connection, NameRules.channel(channel));
    }

    /**
     * Reads for a client.
     *
     * @param replied completes when the client has its reply
     * @return as above
     */
    public CompletionStage<Optional<ChannelHistory>> read(
            Connection connection, String channel, Query query, CompletionStage<Boolean> replied) {
        return exposed.allows(connection, NameRules.channel(channel))
                .thenCompose(allowed -> allowed
                        ? replies.make(replied, () -> log.read(channel, query.within(replies.maxBytes()))
                                        .thenApply(reading -> ChannelEntry.split(reading.history())))
                                .thenApply(Optional::of)
                        : CompletableFuture.completedStage(Optional.empty()));
    }

    /** The messages, including those that only keepers have. */
    public KeptChannels log() {
        return log;
    }

    /** The receiver of the messages of the channels that this instance subscribed to. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** A client is gone. */
    public void closed(Connection connection) {
        subscriptions.closed(connection);
    }

    /** Retries failed operations. Called about once a second. */
    public void tick() {
        if (cluster.isAvailable()) {
            subscriptions.refresh();
        }
        log.tick();
    }

    private static int checkedKeep(int history) {
        if (history < 0 || history > MAX_HISTORY) {
            throw new IllegalArgumentException("A channel keeps 0 to " + MAX_HISTORY + " messages, not " + history);
        }
        return history;
    }

    private static int checkedLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("A limit must not be negative: " + limit);
        }
        return Math.min(limit, MAX_HISTORY);
    }
}
