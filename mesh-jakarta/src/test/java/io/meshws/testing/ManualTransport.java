package io.meshws.testing;

import io.meshws.internal.connection.Lane;
import io.meshws.internal.connection.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A container's session in the hands of a test: sends end when the test says so, or at once. Thread-safe. */
public final class ManualTransport implements Transport {
    private final List<String> sent = new ArrayList<>();
    private final Deque<Done> pending = new ArrayDeque<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private boolean holding;
    private boolean queues;
    private boolean paused;
    private int mostAtOnce;
    private Lane lane;
    private final List<String> ahead = new ArrayList<>();

    /** From now on sends end with {@link #release}. */
    public synchronized ManualTransport hold() {
        holding = true;
        return this;
    }

    /** It takes further frames while one is being sent. */
    public synchronized ManualTransport queue() {
        queues = true;
        return this;
    }

    /** Frames that many get are sent here. */
    public synchronized ManualTransport lane(Lane newLane) {
        lane = newLane;
        return this;
    }

    @Override
    public synchronized Lane lane() {
        return lane;
    }

    @Override
    public void sendAhead(String frame, Done done) {
        synchronized (this) {
            ahead.add(frame);
        }
        send(frame, done);
    }

    /** The frames of which it was told that others follow at once. */
    public synchronized List<String> ahead() {
        return List.copyOf(ahead);
    }

    @Override
    public synchronized boolean queues() {
        return queues;
    }

    @Override
    public void send(String frame, Done done) {
        boolean now;
        synchronized (this) {
            pending.add(done);
            mostAtOnce = Math.max(mostAtOnce, pending.size());
            now = !holding;
        }
        if (now) {
            // Before anybody sees the frame, see TestClient.
            release();
        }
        synchronized (this) {
            sent.add(frame);
            notifyAll();
        }
    }

    /** Ends the oldest send in progress. */
    public void release() {
        release(null);
    }

    /** Ends sends, also those that begin meanwhile, until a number of them ended or none is in progress. */
    public void release(int most) {
        for (int i = 0; i < most; i++) {
            release();
        }
    }

    public void release(Throwable failure) {
        Done done;
        synchronized (this) {
            done = pending.poll();
        }
        if (done != null) {
            done.done(failure);
        }
    }

    @Override
    public synchronized void pauseReading() {
        if (paused) {
            throw new AssertionError("It's paused already");
        }
        paused = true;
    }

    @Override
    public synchronized void resumeReading() {
        if (!paused) {
            throw new AssertionError("It isn't paused");
        }
        paused = false;
    }

    /** Whether nothing is read from the client. */
    public synchronized boolean isPaused() {
        return paused;
    }

    @Override
    public synchronized void close(int code, String reason) {
        closeCodes.add(code);
        notifyAll();
    }

    public synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    public synchronized List<Integer> closeCodes() {
        return List.copyOf(closeCodes);
    }

    /** The most sends that were ever in progress at the same time. */
    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }
}
