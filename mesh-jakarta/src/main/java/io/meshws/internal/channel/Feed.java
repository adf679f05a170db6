package io.meshws.internal.channel;

import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.limit.Pace;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A channel as this instance hears it, with its subscribers here. It ends with the last of them; a later subscriber
 * gets another feed. Thread-safe: its lock orders deliveries.
 *
 * <p>The feed only detects gaps, using the last message that it heard or that a subscriber was told of. Whether a
 * message is new is decided for each subscriber, because each began at another position.
 *
 * <p>It also detects that the log went back to an earlier state and reuses offsets: then it asks, and the log begins
 * another epoch. Messages that got such offsets until then are delivered as messages of that epoch.
 */
final class Feed {
    private static final System.Logger LOG = System.getLogger(Feed.class.getPackageName());
    /** How many messages may wait for a missing one. If so many follow a message, no channel keeps it. */
    private static final int MAX_AHEAD_OF_A_GAP = 10_000;

    private final String channel;
    private final Pace.Deliveries deliveries;
    /** A client that is told can turn out to be gone, and leave while the others are told. */
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    private final Deque<Published> held = new ArrayDeque<>();
    /** Everything up to here is delivered, held, or no longer available; null until something was heard. */
    private ChannelPlace last;

    /** The last position in the epoch before that of {@link #last}, and whether the log went back from there. */
    private ChannelPlace left = ChannelPlace.NOTHING_PUBLISHED;

    private boolean wentBack;

    /** Something before this message was missing; it's asked for once. */
    private Published askedFor;

    private int catchingUp;
    private boolean delivering;
    private boolean ended;
    /** Messages may have been missed, so new ones are held back until those were asked for. */
    private boolean stale;

    Feed(String channel, Pace pace) {
        this.channel = channel;
        this.deliveries = pace.newDeliveries();
    }

    String channel() {
        return channel;
    }

    /** @return a ticket for subscribing, taken after the subscription was added; empty if the feed ended before */
    synchronized OptionalLong add(Subscription subscription, LongSupplier tickets) {
        if (ended) {
            return OptionalLong.empty();
        }
        subscriptions.add(subscription);
        return OptionalLong.of(tickets.getAsLong());
    }

    /**
     * Removes a subscription if the feed has it.
     *
     * @param whenEmpty run under the lock if it was the last one
     * @return a ticket for unsubscribing, if it was the last one
     */
    synchronized OptionalLong remove(Subscription subscription, LongSupplier tickets, Runnable whenEmpty) {
        if (!subscriptions.remove(subscription) || !subscriptions.isEmpty()) {
            return OptionalLong.empty();
        }
        ended = true;
        deliveries.interrupted();
        whenEmpty.run();
        return OptionalLong.of(tickets.getAsLong());
    }

    /** Completes when this instance is ready for the message with this offset, see {@link Pace}. */
    CompletionStage<Void> pace(long offset) {
        return deliveries.fits(offset);
    }

    /** The log reported the channel's position for this subscription. */
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
     * Delivers a message, or holds it back if one before it is missing.
     *
     * @return the query for the log, whose answer goes to {@link #caughtUp}, if messages are missing and no reading is
     *     asking for them yet
     */
    synchronized Optional<Query> received(Published message) {
        Published next = last == null ? message : renumbered(message, last.epoch());
        if (next.place().isOfEpoch(left)) {
            // It was read, or is no longer available.
            return Optional.empty();
        }
        if (held.size() == MAX_AHEAD_OF_A_GAP) {
            held.removeFirst();
        }
        held.addLast(next);
        return deliverHeld();
    }

    /** Messages may have been missed, and the log may no longer know that this instance is listening. */
    synchronized void rejoined() {
        stale = true;
        deliveries.interrupted();
    }

    /**
     * If the feed is stale: the query for the log, whose answer goes to {@link #caughtUp}. Until then new messages are
     * held back.
     */
    synchronized Optional<Renewal> renew(LongSupplier tickets) {
        if (ended || !stale) {
            return Optional.empty();
        }
        stale = false;
        catchingUp++;
        // If no message was heard yet, none can have been missed.
        return Optional.of(new Renewal(
                tickets.getAsLong(),
                last == null ? Query.last(0) : Query.after(last, held.stream().anyMatch(this::contradicts))));
    }

    /** How to subscribe again. */
    record Renewal(long ticket, Query query) {}

    /**
     * Delivers the missing messages, as far as they were kept, and then those that were held back.
     *
     * @param asked the query that was answered
     * @return as {@link #received}
     */
    synchronized Optional<Query> caughtUp(Query asked, Reading missed) {
        catchingUp--;
        delivering = true;
        try {
            // A query from before the feed left that epoch, answered after it, is stale.
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

    /** The missing messages could not be read; to be retried after {@link #renew}. */
    synchronized void couldNotCatchUp() {
        catchingUp--;
        stale = true;
        deliveries.interrupted();
    }

    /** Messages that are held from a finished epoch are delivered before the next one, or never. */
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

    /** The message; as one of the epoch if it was given a reused offset before the log noticed that it went back. */
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

    /** Sorts the messages that were read into those that are held; anything else before them is no longer available. */
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
            // A client that is told may turn out to be gone, and those who hear of that may publish; such messages come
            // after this.
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
                "MESH-0701 Delivering in channel " + channel + " failed; reading the message again",
                failure);
        stale = true;
    }

    /** Delivers to the subscriptions that don't have the message yet. */
    private void deliver(Published message) {
        String frame = frame(message);
        subscriptions.forEach(subscription -> subscription.offer(message, frame));
        advance(message.place());
    }

    private void advance(ChannelPlace place) {
        if (last == null || !last.isOfEpoch(place) || last.offset() < place.offset()) {
            last = place;
            deliveries.reached(place.offset(), subscriptions.size());
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
