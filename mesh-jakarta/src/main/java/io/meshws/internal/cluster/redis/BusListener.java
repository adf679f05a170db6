package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.Receiver;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes on the messages on this instance's channel, and events on those of their names, at most once each and in the
 * order of each sender and channel. A message whose number isn't above the last one came twice, or was overtaken, and is
 * dropped. Messages without a number
 * were sent by a script and are passed on as they come; their content shows where they belong. Thread-safe.
 */
final class BusListener {
    private static final System.Logger LOG = System.getLogger(BusListener.class.getPackageName());

    /** More streams than the instances of a cluster send in; instances that are gone make room in time. */
    private static final int MAX_STREAMS = 8192;

    private final Receiver receiver;
    private final Map<String, Long> lastNumbers = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_STREAMS;
        }
    };
    private boolean warned;

    BusListener(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Calls the receiver under a lock, which preserves the order; the receiver only enqueues. */
    synchronized void arrived(String text) {
        MessageCodec.Envelope envelope = MessageCodec.decode(text).orElse(null);
        if (envelope == null) {
            // Warns once: while a cluster is being updated there may be thousands.
            LOG.log(
                    warned ? Level.DEBUG : Level.WARNING,
                    "MESH-0104 Dropped a message of {0} characters that this version of mesh does not understand",
                    text.length());
            warned = true;
            return;
        }
        if (envelope.isNumbered()) {
            String stream = stream(envelope);
            Long last = lastNumbers.get(stream);
            if (last != null && envelope.number() <= last) {
                return;
            }
            lastNumbers.put(stream, envelope.number());
        }
        try {
            receiver.received(envelope.message());
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "MESH-0109 Failed to handle a message from another instance", e);
        }
    }

    /** Redisson may deliver a message of one channel before an earlier one of another. */
    private static String stream(MessageCodec.Envelope envelope) {
        return envelope.message() instanceof ClusterMessage.Fired fired
                ? envelope.from() + ' ' + fired.name()
                : envelope.from();
    }
}
