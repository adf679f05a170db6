package io.meshws.internal.connection;

import io.meshws.internal.connection.Transport.Done;
import io.meshws.internal.serial.DrainLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The frames on their way to one client: in order, one in the container's hands at a time, limited in number, size and
 * age. A client that doesn't keep up overflows its own outbox; that is reported once, and nobody else waits for the
 * client.
 *
 * <p>Thread-safe and without locks: the thread that adds a frame while none is being sent becomes the sender, until the
 * queue is empty or a frame is in the container's hands; the completion of that frame continues.
 */
final class Outbox {
    /** The part of the limits that still counts as a burst. */
    private static final int FILLING_PART = 16;

    private final Transport transport;
    private final Limits limits;
    private final LongSupplier nanos;
    private final Trouble trouble;

    private final ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
    private final DrainLoop loop = new DrainLoop(this::advance);

    private volatile boolean inFlight;
    private volatile long sentSince;
    private volatile boolean closed;
    private final AtomicBoolean troubled = new AtomicBoolean();
    private volatile Runnable whenEmpty;

    /**
     * @param maxSize in characters
     * @param maxAgeNanos how long one frame may be in the container's hands
     */
    record Limits(int maxMessages, int maxSize, long maxAgeNanos) {}

    /** Told once, on any thread, why nothing more can be sent. */
    interface Trouble {
        /** The client doesn't keep up. */
        void overflowed(String why);

        /** The container failed to send. */
        void broken(Throwable failure);
    }

    Outbox(Transport transport, Limits limits, LongSupplier nanos, Trouble trouble) {
        this.transport = transport;
        this.limits = limits;
        this.nanos = nanos;
        this.trouble = trouble;
    }

    /**
     * @return whether the frame was accepted
     */
    boolean add(String frame) {
        if (closed) {
            return false;
        }
        int waiting = messages.incrementAndGet();
        long waitingSize = size.addAndGet(frame.length());
        // A frame larger than the whole outbox passes if nothing else waits: it's already built, and can't get smaller.
        if (waiting > limits.maxMessages() || (waitingSize > limits.maxSize() && waiting > 1)) {
            overflow(waiting + " frames of " + waitingSize + " characters waited");
            return false;
        }
        queue.add(frame);
        loop.run();
        return true;
    }

    /** Reports an overflow if the frame in the container's hands has been there for too long. */
    void checkAge() {
        if (inFlight && nanos.getAsLong() - sentSince > limits.maxAgeNanos()) {
            overflow("sending a frame has taken " + (nanos.getAsLong() - sentSince) / 1_000_000 + " ms");
        }
    }

    /** Accepts no more frames, and runs the action once all accepted ones were sent. */
    void closeWhenSent(Runnable action) {
        whenEmpty = action;
        closed = true;
        loop.run();
    }

    /** Accepts no more frames and forgets the waiting ones. */
    void close() {
        closed = true;
        queue.clear();
    }

    /** The number of waiting frames, including the one in the container's hands. */
    int waiting() {
        return messages.get();
    }

    /** The length of these frames. */
    long size() {
        return size.get();
    }

    /** Whether more than a burst waits: a sixteenth of the limits, and more than the frame that is being sent. */
    boolean isFilling() {
        int waiting = messages.get();
        return waiting > 1
                && (waiting > limits.maxMessages() / FILLING_PART || size.get() > limits.maxSize() / FILLING_PART);
    }

    private void overflow(String why) {
        if (troubled.compareAndSet(false, true)) {
            close();
            trouble.overflowed(why);
        }
    }

    private void broken(Throwable failure) {
        if (troubled.compareAndSet(false, true)) {
            close();
            trouble.broken(failure);
        }
    }

    private void advance() {
        String frame;
        while (!inFlight && (frame = queue.poll()) != null) {
            send(frame);
        }
        Runnable action = whenEmpty;
        if (action != null && !inFlight && queue.isEmpty()) {
            whenEmpty = null;
            action.run();
        }
    }

    private void send(String frame) {
        sentSince = nanos.getAsLong();
        inFlight = true;
        try {
            transport.send(frame, new Sent(frame.length()));
        } catch (Throwable e) {
            broken(e);
        }
    }

    /** The end of one send; a second report of the container is ignored. */
    private final class Sent implements Done {
        private final int length;
        private final AtomicInteger calls = new AtomicInteger();

        Sent(int length) {
            this.length = length;
        }

        @Override
        public void done(Throwable failure) {
            if (calls.getAndIncrement() != 0) {
                return;
            }
            messages.decrementAndGet();
            size.addAndGet(-length);
            if (failure != null) {
                broken(failure);
                return;
            }
            inFlight = false;
            loop.run();
        }
    }
}
