package io.meshws.internal.connection;

import io.meshws.MeshProperty;
import io.meshws.internal.connection.Transport.Done;
import io.meshws.internal.serial.DrainLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The frames on their way to one client: in order, limited in number, size and age. One is in the container's hands at a
 * time, or a few if the container {@linkplain Transport#queues queues}. A client that doesn't keep up overflows its own
 * outbox; that is reported once, and nobody else waits for the client.
 *
 * <p>Thread-safe and without locks: the thread that adds a frame while none is being sent becomes the sender, until the
 * queue is empty or the container has as much as it may have; when all that is done, its completion continues.
 */
final class Outbox {
    /** Each time a client's outbox grows by this many characters, the length of all outboxes together is checked. */
    private static final int CHECKED_SIZE = 1 << 16;

    /** A container that queues is given no more frames while it has this many characters. */
    private static final int AHEAD = 1 << 16;

    /** A frame in the container's hands counts for this many characters more, because it's more than its text there. */
    private static final int FRAME = 1 << 12;

    /** A thread that has more than this many frames for a client sends them itself: then it can't get far ahead. */
    private static final int BURST = 8;

    private final Transport transport;
    private final OutboxLimits limits;
    private final OutboxBacklog backlog;
    private final LongSupplier nanos;
    private final OutboxTrouble trouble;
    private final Intake intake;

    private final ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
    private final DrainLoop loop = new DrainLoop(this::advance);
    private final Runnable handingOver = this::handOver;
    /** Null if each thread sends what it adds. */
    private final Lane.Place place;

    /** How much is in the container's hands. */
    private final AtomicInteger handed = new AtomicInteger();
    /** Since when the first of these frames is the first. */
    private volatile long sentSince;
    // The ticking thread's: which frame it saw as the first, and for how long.
    private long stuckSince;
    private long stuckFor;
    private volatile boolean closed;
    /** Whether the waiting frames were forgotten. */
    private volatile boolean forgotten;

    private final AtomicBoolean troubled = new AtomicBoolean();
    private volatile Runnable whenEmpty;

    /** @param pulse of the client, for which it's a sign of life to take frames while it isn't read */
    Outbox(
            Transport transport,
            OutboxLimits limits,
            OutboxBacklog backlog,
            LongSupplier nanos,
            Pulse pulse,
            OutboxTrouble trouble) {
        this.transport = transport;
        Lane lane = transport.lane();
        this.place = lane == null ? null : lane.place(loop::run);
        this.limits = limits;
        this.backlog = backlog;
        this.nanos = nanos;
        this.trouble = trouble;
        this.intake = new Intake(transport, this, pulse);
    }

    /**
     * Sends as much as it can before it returns.
     *
     * @return whether the frame was accepted
     */
    boolean add(String frame) {
        return add(frame, false);
    }

    /** Like {@link #add}, but leaves the sending to the lane if there is one: for frames that others get too. */
    boolean addInLane(String frame) {
        return add(frame, place != null);
    }

    private boolean add(String frame, boolean later) {
        if (closed) {
            return false;
        }
        int waiting = messages.incrementAndGet();
        long waitingSize = size.addAndGet(frame.length());
        backlog.add(frame.length());
        // A frame larger than the whole outbox passes if nothing else waits: it's already built, and can't get smaller.
        boolean tooMany = waiting > limits.maxMessages();
        if (tooMany || (waitingSize > limits.maxSize() && waiting > 1)) {
            overflow(
                    tooMany ? MeshProperty.OUTBOX_MAX_MESSAGES : MeshProperty.OUTBOX_MAX_SIZE,
                    waiting + " frames of " + waitingSize + " characters waited");
            forgetIfClosed();
            return false;
        }
        queue.add(frame);
        if (!later || waiting > BURST) {
            loop.run();
        } else {
            place.take();
        }
        forgetIfClosed();
        intake.pauseIfClogged();
        if (waitingSize / CHECKED_SIZE != (waitingSize - frame.length()) / CHECKED_SIZE) {
            backlog.check();
        }
        return true;
    }

    /**
     * Reports an overflow if the container has taken too long for the frame that it sends. Only time in which this
     * instance ran counts: a client isn't to blame for a pause of the JVM. Called by the ticking thread.
     *
     * @param ranNanos for how long the instance ran since the last call
     */
    void checkAge(long ranNanos) {
        if (!isSending()) {
            return;
        }
        long since = sentSince;
        long age = nanos.getAsLong() - since;
        stuckFor = Math.min(age, since == stuckSince ? stuckFor + ranNanos : ranNanos);
        stuckSince = since;
        if (stuckFor > limits.maxAgeNanos()) {
            overflow(MeshProperty.OUTBOX_MAX_AGE, "sending a frame has taken " + age / 1_000_000 + " ms");
        }
    }

    /** Whether the container has had the same frame for this long. */
    boolean isStuck(long forNanos) {
        return isSending() && nanos.getAsLong() - sentSince >= forNanos;
    }

    /** Whether a lot waits behind the container's hands, or much and it's stuck for this long. */
    boolean isClogged(long stuckNanos, boolean paused) {
        int waiting = messages.get();
        long behind = size.get() - handed.get();
        return !closed
                && limits.isMuch(waiting, behind)
                && (limits.isALot(waiting, behind, paused) || isStuck(stuckNanos));
    }

    /** Reports an overflow because too much waits for all clients together. */
    void giveWay(String why) {
        overflow(MeshProperty.OUTBOX_MAX_HEAP, why);
    }

    /** Accepts no more frames, and runs the action once all accepted ones were sent. */
    void closeWhenSent(Runnable action) {
        whenEmpty = action;
        closed = true;
        intake.resumeUnlessClogged();
        loop.run();
    }

    /** Accepts no more frames and forgets the waiting ones. */
    void close() {
        closed = true;
        forgotten = true;
        forgetIfClosed();
        intake.resumeUnlessClogged();
    }

    /** Also called after each addition, which may have come in between. */
    private void forgetIfClosed() {
        if (forgotten) {
            queue.clear();
            leave(Long.MAX_VALUE);
        }
    }

    /** Frames of this length, or as much as is left, no longer wait. */
    private void leave(long length) {
        long before = size.getAndUpdate(now -> Math.max(0, now - length));
        backlog.add(-Math.min(before, length));
    }

    private boolean isSending() {
        return handed.get() > 0;
    }

    /** The number of waiting frames, including those in the container's hands. */
    int waiting() {
        return messages.get();
    }

    /** The length of these frames. */
    long size() {
        return size.get();
    }

    /** Whether more than a burst waits. */
    boolean isFilling() {
        return limits.isFilling(messages.get(), size.get());
    }

    private void overflow(MeshProperty<?> limit, String why) {
        if (troubled.compareAndSet(false, true)) {
            close();
            trouble.overflowed(limit, why);
        }
    }

    private void broken(Throwable failure) {
        if (troubled.compareAndSet(false, true)) {
            close();
            trouble.broken(failure);
        }
    }

    private void advance() {
        if (mayHandOver() && !queue.isEmpty()) {
            try {
                transport.together(handingOver);
            } catch (Throwable e) {
                broken(e);
            }
        }
        Runnable action = whenEmpty;
        if (action != null && !isSending() && queue.isEmpty()) {
            whenEmpty = null;
            action.run();
        }
    }

    private void handOver() {
        String frame;
        while (mayHandOver() && (frame = queue.poll()) != null) {
            send(frame, !queue.isEmpty());
        }
    }

    private boolean mayHandOver() {
        int size = handed.get();
        return size == 0 || (size < AHEAD && transport.queues());
    }

    private void send(String frame, boolean ahead) {
        if (!isSending()) {
            sentSince = nanos.getAsLong();
        }
        handed.addAndGet(FRAME + frame.length());
        Sent sent = new Sent(frame.length());
        try {
            if (ahead) {
                transport.sendAhead(frame, sent);
            } else {
                transport.send(frame, sent);
            }
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
            leave(length);
            if (failure != null) {
                broken(failure);
                return;
            }
            if (transport.queues()) {
                // The next one is the first from now on.
                sentSince = nanos.getAsLong();
            }
            // Not sooner, so that those which wait can go out together.
            if (handed.addAndGet(-(FRAME + length)) == 0) {
                loop.run();
            }
            intake.taken();
        }
    }
}
