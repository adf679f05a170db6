package io.meshws.channel;

import io.meshws.ChannelHistory;
import io.meshws.ChannelPosition;
import io.meshws.cluster.ClusterMessage.Published;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A channel as this instance hears it, with its subscribers here. It ends with the last of them; a later one gets another
 * feed. Thread-safe: its lock is what orders deliveries.
 *
 * <p>The feed only finds gaps, by the last message that it heard or that a subscriber was told of; whether a message is new
 * is decided for each subscriber, since each began at another place.
 */
final class Feed {
    /** How many messages wait for what came before them. */
    private static final int MAX_HELD = 10_000;

    private final String channel;
    /** A client that is told can turn out to be gone, and leave while the others are told. */
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    private final List<Published> held = new ArrayList<>();
    private ChannelPosition last;
    private int catchingUp;
    private boolean ended;
    /** Messages may have been missed: what comes is held back until they were asked for. */
    private boolean stale;

    Feed(String channel) {
        this.channel = channel;
    }

    String channel() {
        return channel;
    }

    /**
     * @return a ticket for subscribing, taken after the subscription was added; empty where the feed ended before
     */
    synchronized OptionalLong add(Subscription subscription, LongSupplier tickets) {
        if (ended) {
            return OptionalLong.empty();
        }
        subscriptions.add(subscription);
        return OptionalLong.of(tickets.getAsLong());
    }

    /**
     * Removes a subscription, where it has it.
     *
     * @param whenEmpty run under the lock where it was the last one
     * @return a ticket for unsubscribing, where it was the last one
     */
    synchronized OptionalLong remove(Subscription subscription, LongSupplier tickets, Runnable whenEmpty) {
        if (!subscriptions.remove(subscription) || !subscriptions.isEmpty()) {
            return OptionalLong.empty();
        }
        ended = true;
        whenEmpty.run();
        return OptionalLong.of(tickets.getAsLong());
    }

    /** The log told where the channel stood for this subscription. */
    synchronized void began(Subscription subscription, ChannelPosition position) {
        subscription.startAt(position);
        if (last == null) {
            last = position;
        }
    }

    /** The client was told too. */
    synchronized void goLive(Subscription subscription) {
        if (subscriptions.contains(subscription)) {
            subscription.goLive();
        }
    }

    /**
     * Delivers a message, or holds it back where one before it is missing.
     *
     * @return the place after which messages are missing, where they are and nobody looks for them yet: to be read and
     *     handed to {@link #caughtUp}
     */
    synchronized Optional<ChannelPosition> received(Published message) {
        if (catchingUp > 0 || stale) {
            held.add(message);
            if (held.size() > MAX_HELD) {
                deliverHeld();
            }
            return Optional.empty();
        }
        long expected = last != null && last.epoch().equals(message.epoch()) ? last.offset() + 1 : 1;
        if (last != null && message.offset() > expected) {
            held.add(message);
            catchingUp++;
            return Optional.of(new ChannelPosition(message.epoch(), expected - 1));
        }
        deliver(message);
        return Optional.empty();
    }

    /** Messages may have been missed, and the log may no longer know that this instance listens. */
    synchronized void lost() {
        stale = true;
    }

    /**
     * Where the feed is stale: what is to be asked of the log, and handed to {@link #caughtUp}. Until then what comes is held
     * back.
     */
    synchronized Optional<Renewal> renew(LongSupplier tickets) {
        if (ended || !stale) {
            return Optional.empty();
        }
        stale = false;
        catchingUp++;
        return Optional.of(new Renewal(tickets.getAsLong(), Optional.ofNullable(last)));
    }

    /**
     * How to subscribe again.
     *
     * @param since empty where nothing was heard yet, so that nothing can have been missed
     */
    record Renewal(long ticket, Optional<ChannelPosition> since) {}

    /** Delivers what was missing, as far as it was kept, and then what was held back. */
    synchronized void caughtUp(ChannelHistory missed) {
        catchingUp--;
        if (missed.recovered()) {
            missed.messages()
                    .forEach(message -> deliver(
                            new Published(channel, missed.last().epoch(), message.offset(), message.message())));
        }
        if (last != null) {
            advance(missed.last());
        }
        if (catchingUp == 0 && !stale) {
            deliverHeld();
        }
    }

    /** What was missing could not be read: to be tried again, after {@link #renew}. */
    synchronized void couldNotCatchUp() {
        catchingUp--;
        stale = true;
    }

    private void deliverHeld() {
        held.forEach(this::deliver);
        held.clear();
    }

    private void deliver(Published message) {
        advance(new ChannelPosition(message.epoch(), message.offset()));
        String frame = frame(message);
        for (Subscription subscription : subscriptions) {
            subscription.offer(message, frame);
        }
    }

    private void advance(ChannelPosition position) {
        if (last == null || !last.epoch().equals(position.epoch()) || last.offset() < position.offset()) {
            last = position;
        }
    }

    private static String frame(Published message) {
        return FrameText.event(
                BuiltIn.SUBSCRIPTION_MESSAGE,
                "{\"channel\":" + Json.quote(message.channel()) + ",\"message\":" + Json.quote(message.message())
                        + ",\"offset\":" + message.offset() + ",\"epoch\":" + Json.quote(message.epoch()) + "}");
    }
}
