package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.redis.MessageCodec.Envelope;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Puts the events of each sender in order, whatever their names: each name has a channel of its own, and Redisson may
 * deliver an event of one channel before one that was published earlier to another. Each event {@linkplain Envelope#after()
 * says after which ones} it comes ({@link SentEvents}); if this instance listens to their names, it waits for them, and
 * all later ones of its sender wait behind it.
 *
 * <p>An event that doesn't come was lost, or was sent before this instance listened to its name. Once another has waited
 * for it for {@link #PATIENCE} ticks, or too much waits, it's given up: if it comes after all, it is dropped. Ticks and not
 * the clock, so that a time in which the whole process stood still doesn't count.
 *
 * <p>Not thread-safe.
 */
final class EventOrder {
    static final long TICK_MILLIS = 100;
    static final int PATIENCE = 10;
    /** For each sender. */
    static final int MAX_HELD = 10_000;

    static final int MAX_HELD_CHARACTERS = 8 << 20;

    private final LastNumbers last;
    private final Predicate<String> listensTo;
    private final Consumer<Envelope> receiver;
    private final Map<String, Queue> queues = new HashMap<>();
    private long ticks;

    /** The waiting events of one sender, by number. */
    private static final class Queue {
        private final TreeMap<Long, Held> events = new TreeMap<>();
        private long characters;

        /** The events behind it wait no longer because of it. */
        private void add(Envelope event, long tick) {
            Map.Entry<Long, Held> behind = events.higherEntry(event.number());
            long since =
                    behind == null ? tick : Math.min(tick, behind.getValue().since());
            events.put(event.number(), new Held(event, since));
            characters += event.message().length();
        }

        private Envelope remove() {
            Envelope event = events.pollFirstEntry().getValue().event();
            characters -= event.message().length();
            return event;
        }
    }

    /** @param since the tick since which it waits; never decreases from one event to the next */
    private record Held(Envelope event, long since) {}

    /**
     * @param last numbers of events that arrived or were given up, by {@link #stream}
     * @param listensTo whether everything arrives that is sent under a name
     */
    EventOrder(LastNumbers last, Predicate<String> listensTo, Consumer<Envelope> receiver) {
        this.last = last;
        this.listensTo = listensTo;
        this.receiver = receiver;
    }

    /** Redis keeps the order of the events that one sender publishes under one name. */
    static String stream(String sender, String name) {
        return sender + ' ' + name;
    }

    /** @param event of a number above all that came before in its stream */
    void arrived(Envelope event) {
        Queue queue = queues.get(event.from());
        if (queue == null && awaited(event).isEmpty()) {
            receiver.accept(event);
            return;
        }
        if (queue == null) {
            queue = new Queue();
            queues.put(event.from(), queue);
        }
        queue.add(event, ticks);
        passReady(queue);
        if (queue.events.isEmpty()) {
            queues.remove(event.from());
        }
    }

    /** To be called every {@link #TICK_MILLIS}, as long as {@link #isHolding}. */
    void tick() {
        ticks++;
        for (Iterator<Queue> all = queues.values().iterator(); all.hasNext(); ) {
            Queue queue = all.next();
            passReady(queue);
            if (queue.events.isEmpty()) {
                all.remove();
            }
        }
    }

    boolean isHolding() {
        return !queues.isEmpty();
    }

    private void passReady(Queue queue) {
        while (!queue.events.isEmpty()) {
            Held first = queue.events.firstEntry().getValue();
            List<Map.Entry<String, Long>> awaited = awaited(first.event());
            boolean enough = queue.events.size() > MAX_HELD
                    || queue.characters > MAX_HELD_CHARACTERS
                    || ticks - first.since() > PATIENCE;
            if (!awaited.isEmpty() && !enough) {
                return;
            }
            awaited.forEach(missing -> last.raise(stream(first.event().from(), missing.getKey()), missing.getValue()));
            receiver.accept(queue.remove());
        }
    }

    /**
     * The events that it comes after and that haven't arrived. Those before an event that arrived were passed on, or are
     * before it in the queue.
     */
    private List<Map.Entry<String, Long>> awaited(Envelope event) {
        return event.after().entrySet().stream()
                .filter(earlier -> listensTo.test(earlier.getKey())
                        && !last.covers(stream(event.from(), earlier.getKey()), earlier.getValue()))
                .toList();
    }
}
