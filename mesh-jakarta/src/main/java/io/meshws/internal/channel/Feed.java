package io.meshws.internal.channel;

import io.meshws.ChannelHistory;
import io.meshws.ChannelPosition;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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
    private static final System.Logger LOG = System.getLogger(Feed.class.getPackageName());
    /** How many messages wait for what came before them. One that so many followed is not kept by any channel. */
    private static final int MAX_HELD = 10_000;

    private final String channel;
    /** A client that is told can turn out to be gone, and leave while the others are told. */
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    private final Deque<Published> held = new ArrayDeque<>();
    /** Up to here everything is delivered, or held, or cannot be had any more; null until something was heard. */
    private ChannelPosition last;

    /** Before this message something was missing; it is asked for once. */
    private Published askedFor;

    private int catchingUp;
    private boolean delivering;
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
     * @return what is to be asked of the log and handed to {@link #caughtUp}, where messages are missing and nobody asks
     *     for them yet
     */
    synchronized Optional<Query> received(Published message) {
        if (held.size() == MAX_HELD) {
            held.removeFirst();
        }
        held.addLast(message);
        return deliverHeld();
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
        // Where nothing was heard yet, nothing can have been missed.
        return Optional.of(new Renewal(tickets.getAsLong(), last == null ? Query.last(0) : Query.since(last)));
    }

    /** How to subscribe again. */
    record Renewal(long ticket, Query query) {}

    /**
     * Delivers what was missing, as far as it was kept, and then what was held back.
     *
     * @param asked the query that was answered
     * @return as {@link #received}
     */
    synchronized Optional<Query> caughtUp(Query asked, ChannelHistory missed) {
        catchingUp--;
        delivering = true;
        try {
            if (last != null) {
                asked.since()
                        .ifPresent(since -> end(since.epoch(), missed.last().epoch()));
                merge(missed);
            }
        } catch (Throwable e) {
            failed(e);
        } finally {
            delivering = false;
        }
        return deliverHeld();
    }

    /** What was missing could not be read: to be tried again, after {@link #renew}. */
    synchronized void couldNotCatchUp() {
        catchingUp--;
        stale = true;
    }

    /** What is held of an epoch that is over comes before the next one, or never. */
    private void end(String epoch, String next) {
        if (epoch.equals(next)) {
            return;
        }
        List<Published> over =
                held.stream().filter(message -> message.epoch().equals(epoch)).toList();
        held.removeIf(message -> message.epoch().equals(epoch));
        if (!last.epoch().equals(next)) {
            over.forEach(this::deliver);
        }
    }

    /** Puts what was read where it belongs among what is held; whatever else came before it cannot be had any more. */
    private void merge(ChannelHistory missed) {
        String epoch = missed.last().epoch();
        List<Published> all = new ArrayList<>(held);
        missed.messages()
                .forEach(message -> all.add(new Published(channel, epoch, message.offset(), message.message())));
        all.sort(
                Comparator.comparingLong(message -> message.epoch().equals(epoch) ? message.offset() : Long.MAX_VALUE));
        held.clear();
        held.addAll(all);
        advance(missed.last());
    }

    private Optional<Query> deliverHeld() {
        if (delivering) {
            // Whoever is told may turn out to be gone, and whoever hears of that may publish: it comes after this.
            return Optional.empty();
        }
        delivering = true;
        try {
            while (!held.isEmpty()) {
                Published next = held.getFirst();
                long expected = last != null && last.epoch().equals(next.epoch()) ? last.offset() + 1 : 1;
                if (next.offset() >= expected && (catchingUp > 0 || stale)) {
                    break;
                }
                if (next.offset() > expected && last != null && next != askedFor) {
                    askedFor = next;
                    catchingUp++;
                    return Optional.of(Query.since(new ChannelPosition(next.epoch(), expected - 1)));
                }
                deliver(next);
                held.removeFirstOccurrence(next);
            }
        } catch (Throwable e) {
            failed(e);
        } finally {
            delivering = false;
        }
        return Optional.empty();
    }

    private void failed(Throwable failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                "MESH-0701 Delivering in channel " + channel + " failed, and is tried again",
                failure);
        stale = true;
    }

    /** To who did not have it yet. */
    private void deliver(Published message) {
        String frame = frame(message);
        subscriptions.forEach(subscription -> subscription.offer(message, frame));
        advance(new ChannelPosition(message.epoch(), message.offset()));
    }

    private void advance(ChannelPosition position) {
        if (last == null || !last.epoch().equals(position.epoch()) || last.offset() < position.offset()) {
            last = position;
        }
    }

    private static String frame(Published message) {
        return FrameText.event(
                BuiltIn.SUBSCRIPTION_MESSAGE,
                "{\"channel\":" + Json.quote(message.channel()) + ",\"message\":" + message.message() + ",\"offset\":"
                        + message.offset() + ",\"epoch\":" + Json.quote(message.epoch()) + "}");
    }
}
