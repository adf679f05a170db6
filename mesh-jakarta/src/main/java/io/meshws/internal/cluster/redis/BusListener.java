package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.Receiver;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Passes on the messages on this instance's channel, and events on those of their names, at most once each. The
 * messages of one sender on this instance's channel are in order, and so are all of its events ({@link EventOrder}). A message
 * whose number isn't above the last one came twice, or was overtaken, and is dropped. Messages without a number
 * were sent by a script and are passed on as they come; their content shows where they belong. Thread-safe.
 */
final class BusListener {
    private static final System.Logger LOG = System.getLogger(BusListener.class.getPackageName());

    private final Receiver receiver;
    private final LastNumbers last = new LastNumbers();
    private final EventOrder events;
    private final Consumer<Runnable> later;
    private final Duration late;
    private boolean ticking;
    private boolean warned;
    /** The message that is being passed on, or null. */
    private volatile Waited waited;

    private record Waited(ClusterMessage message, long since) {}

    /**
     * @param listensTo whether all events of a name arrive
     * @param later runs a task after {@link EventOrder#TICK_MILLIS}
     * @param late how long a message may wait here before its receiver is told
     */
    BusListener(Receiver receiver, Predicate<String> listensTo, Consumer<Runnable> later, Duration late) {
        this.late = late;
        this.receiver = receiver;
        this.later = later;
        this.events = new EventOrder(last, listensTo, this::pass);
    }

    /** Calls the receiver under a lock, which preserves the order; the receiver only enqueues. */
    synchronized void arrived(Arrival arrival) {
        MessageCodec.Envelope envelope = MessageCodec.decode(arrival.text()).orElse(null);
        if (envelope == null) {
            // Warns once: while a cluster is being updated there may be thousands.
            LOG.log(
                    warned ? Level.DEBUG : Level.WARNING,
                    "MESH-0104 Dropped a message of {0} characters that this version of mesh does not understand",
                    arrival.text().length());
            warned = true;
            return;
        }
        waited = new Waited(envelope.message(), arrival.at());
        try {
            reportIfLate();
            take(envelope);
        } finally {
            waited = null;
        }
    }

    /** Tells the receiver if the present message has waited for long, or takes long; on any thread. */
    void reportIfLate() {
        Waited present = waited;
        long nanos = present == null ? 0 : System.nanoTime() - present.since();
        if (nanos > late.toNanos()) {
            try {
                receiver.late(present.message(), Duration.ofNanos(nanos));
            } catch (Throwable e) {
                LOG.log(Level.DEBUG, "Cannot report that messages are late", e);
            }
        }
    }

    private void take(MessageCodec.Envelope envelope) {
        if (envelope.isNumbered() && !last.raise(stream(envelope), envelope.number())) {
            return;
        }
        if (envelope.message() instanceof ClusterMessage.Fired) {
            events.arrived(envelope);
            tickWhileHolding();
        } else {
            pass(envelope);
        }
    }

    private void tickWhileHolding() {
        if (events.isHolding() && !ticking) {
            ticking = true;
            later.accept(this::tick);
        }
    }

    private synchronized void tick() {
        ticking = false;
        events.tick();
        tickWhileHolding();
    }

    private void pass(MessageCodec.Envelope envelope) {
        try {
            receiver.received(envelope.message());
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "MESH-0109 Failed to handle a message from another instance", e);
        }
    }

    private static String stream(MessageCodec.Envelope envelope) {
        return envelope.message() instanceof ClusterMessage.Fired fired
                ? EventOrder.stream(envelope.from(), fired.name())
                : envelope.from();
    }
}
