package io.meshws.internal.channel;

import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ChannelPlace;
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
 *
 * <p>It also finds that the log went back to an earlier state and gives offsets again: then it asks, and the log begins another
 * epoch. Messages that were given such offsets until then are told as messages of that epoch.
 */
final class Feed {
    private static final System.Logger LOG = System.getLogger(Feed.class.getPackageName());
    /** How many messages wait for what came before them. One that so many followed is not kept by any channel. */
    private static final int MAX_AHEAD_OF_A_GAP = 10_000;

    private final String channel;
    /** A client that is told can turn out to be gone, and leave while the others are told. */
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    private final Deque<Published> held = new ArrayDeque<>();
    /** Up to here everything is delivered, or held, or cannot be had any more; null until something was heard. */
    private ChannelPlace last;

    /** The last place in the epoch before that of {@link #last}, and whether the log went back from there. */
    private ChannelPlace left = ChannelPlace.NOTHING_PUBLISHED;

    private boolean wentBack;

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
    synchronized void began(Subscription subscription, ChannelPlace place) {
        subscription.startAt(place);
        if (last == null) {
            last = place;
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
        Published next = last == null ? message : renumbered(message, last.epoch());
        if (next.place().isOfEpoch(left)) {
            // It was read, or cannot be had any more.
            return Optional.empty();
        }
        if (held.size() == MAX_AHEAD_OF_A_GAP) {
            held.removeFirst();
        }
        held.addLast(next);
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
        return Optional.of(new Renewal(
                tickets.getAsLong(),
                last == null ? Query.last(0) : Query.after(last, held.stream().anyMatch(this::contradicts))));
    }

    /** How to subscribe again. */
    record Renewal(long ticket, Query query) {}

    /**
     * Delivers what was missing, as far as it was kept, and then what was held back.
     *
     * @param asked the query that was answered
     * @return as {@link #received}
     */
    synchronized Optional<Query> caughtUp(Query asked, Reading missed) {
        catchingUp--;
        delivering = true;
        try {
            // What was asked before the feed left that epoch, and answered after it, is old.
            if (last != null && !missed.last().isOfEpoch(left)) {
                asked.heard()
                        .filter(heard -> !heard.isOfEpoch(missed.last()))
                        .ifPresent(heard ->
                                leave(heard, asked.contradicted(), missed.last().epoch()));
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
    private void leave(ChannelPlace heard, boolean contradicted, String next) {
        left = heard;
        wentBack = contradicted;
        List<Published> all = List.copyOf(held);
        held.clear();
        List<Published> over = new ArrayList<>();
        for (Published message : all) {
            Published kept = renumbered(message, next);
            (kept.place().isOfEpoch(heard) ? over : held).add(kept);
        }
        if (!last.epoch().equals(next)) {
            over.forEach(this::deliver);
        }
    }

    /** The message; as one of the epoch if it was given an offset again before the log noticed that it went back. */
    private Published renumbered(Published message, String epoch) {
        ChannelPlace place = message.place();
        wentBack |= place.contradicts(left);
        return wentBack && place.isOfEpoch(left) && place.time() > left.time()
                ? new Published(channel, new ChannelPlace(epoch, place.offset(), place.time()), message.message())
                : message;
    }

    private boolean contradicts(Published message) {
        return last != null && message.place().contradicts(last);
    }

    /** Puts what was read where it belongs among what is held; whatever else came before it cannot be had any more. */
    private void merge(Reading missed) {
        ChannelPlace now = missed.last();
        held.removeIf(
                message -> !message.place().isOfEpoch(now) && message.place().time() <= now.time());
        List<Published> all = new ArrayList<>(held);
        all.addAll(missed.messages());
        all.sort(Comparator.comparingLong(
                message -> message.place().isOfEpoch(now) ? message.place().offset() : Long.MAX_VALUE));
        held.clear();
        held.addAll(all);
        advance(now);
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
                long offset = next.place().offset();
                long expected = last != null && last.isOfEpoch(next.place()) ? last.offset() + 1 : 1;
                boolean contradicts = contradicts(next);
                if ((contradicts || offset >= expected) && (catchingUp > 0 || stale)) {
                    break;
                }
                if ((contradicts || offset > expected) && last != null && next != askedFor) {
                    askedFor = next;
                    catchingUp++;
                    return Optional.of(Query.after(last, contradicts));
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
        advance(message.place());
    }

    private void advance(ChannelPlace place) {
        if (last == null || !last.isOfEpoch(place) || last.offset() < place.offset()) {
            last = place;
        }
    }

    private static String frame(Published message) {
        return FrameText.event(
                BuiltIn.SUBSCRIPTION_MESSAGE,
                "{\"channel\":" + Json.quote(message.channel()) + ",\"message\":" + message.message() + ",\"offset\":"
                        + message.place().offset() + ",\"epoch\":"
                        + Json.quote(message.place().epoch()) + "}");
    }
}
