package io.meshws.protocol.pipe;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One end of a pipe: sends messages in order, again if they got lost, and receives those of the other end in order, each once.
 * Not thread-safe: its owner's lock guards it.
 *
 * <p>A pipe's id is made of one candidate of each end, so it's the same as before exactly if both ends are the same as before:
 * then the ends tell each other which messages they have, and go on. Otherwise the other end is a new one, which counts anew.
 * Messages that were sent to the old one and not acknowledged are {@linkplain PipeOutput#lost lost}; those that were never sent
 * go to the new one.
 *
 * <p>A message that the application took is acknowledged at once if the other end has nothing else on its way, as it may be
 * waiting; otherwise together with those taken within {@link #MOMENT}, or when a quarter of the window was taken.
 *
 * <p>A message that got lost is noticed by the next one. If there is none, the end asks, after {@link #PATIENCE}, then less and
 * less often.
 *
 * @param <S> the messages that are sent
 * @param <R> the messages that are received
 */
public final class PipeEnd<S extends PipeMessage, R> {
    /** How many messages may be on their way that the receiving application did not take. */
    public static final int WINDOW = 1024;
    /** How many characters they may have together; a single one may have more. */
    static final int MAX_CHARACTERS = 1 << 20;
    /** How many are received; the two ends may write the same value with different lengths. */
    static final int MOST_CHARACTERS = 4 * MAX_CHARACTERS;

    /** How long the acknowledgement of a message may wait for others, so that they are acknowledged together. */
    public static final Duration MOMENT = Duration.ofMillis(10);

    public static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

    /** The most pipes with earlier ends that are remembered. */
    private static final int MAX_LEFT = 256;

    private final PipeOutput<S> output;
    private final SendWindow<S> sending = new SendWindow<>();
    private final ReceiveWindow<R> receiving = new ReceiveWindow<>();
    /** The pipes that this end left, because another process was at the other end. */
    private final Set<String> left = new LinkedHashSet<>();
    /** Null before it was open. */
    private String id;

    private int peerWindow;
    private boolean online;
    private boolean open;
    /** Whether the other end has to say first which messages it has. */
    private boolean resuming;
    /** Whether a call of {@link #tell} was asked for. */
    private boolean telling;

    private long patience = PATIENCE.toNanos();
    /** Whether something changed since the last tick. */
    private boolean moved = true;

    private long deadline;

    public PipeEnd(PipeOutput<S> output) {
        this.output = output;
    }

    /** Whether both ends are connected, as far as this one knows. */
    public boolean isOpen() {
        return open;
    }

    /** The id of the pipe; null before it was open. */
    public String id() {
        return id;
    }

    /** The way to the server is there, and the server was asked for the pipe on it. */
    public void online() {
        online = true;
        open = false;
        moved = true;
    }

    /** The way to the server is gone. */
    public void offline() {
        online = false;
        open = false;
    }

    /** The other end is not there; it asks for the pipe when it's back, and so does this end. */
    public void away() {
        open = false;
        moved = true;
    }

    /**
     * Both ends asked for the pipe.
     *
     * @return false if it's a pipe that this end left: the other one has its numbers still, and this one doesn't, so it has to
     *     be closed
     */
    public boolean opened(String newId, int window) {
        if (left.contains(newId)) {
            return false;
        }
        boolean wasOpen = open;
        peerWindow = Math.max(1, Math.min(window, WINDOW));
        open = true;
        moved = true;
        if (newId.equals(id)) {
            resuming = !wasOpen && sending.isPending();
            output.resume(id, receiving.received());
            if (receiving.received() > 0) {
                output.ack(id, receiving.tell());
            }
        } else {
            leave();
            id = newId;
            resuming = false;
            sending.restart().forEach(output::lost);
            receiving.restart();
        }
        pump();
        return true;
    }

    private void leave() {
        if (id != null) {
            left.add(id);
        }
        if (left.size() > MAX_LEFT) {
            left.remove(left.iterator().next());
        }
    }

    /** Sends a message, as soon as that is possible. */
    public void send(S message) {
        moved |= !sending.isPending();
        sending.add(message);
        pump();
    }

    private void pump() {
        S next;
        while (open && !resuming && (next = sending.next(peerWindow)) != null) {
            output.message(id, sending.sent(), next, sending.isAlone());
        }
    }

    /**
     * A message came.
     *
     * @param alone whether the other end has nothing else on its way
     * @return false if the other end sends more than it may
     */
    public boolean message(String from, long number, R message, int length, boolean alone) {
        if (!from.equals(id)) {
            return true;
        }
        ReceiveWindow.Receipt receipt = receiving.add(new Arrival<>(from, number, message, length, alone));
        if (receipt == ReceiveWindow.Receipt.MISSING) {
            output.resume(id, receiving.received());
        }
        return receipt != ReceiveWindow.Receipt.TOO_MUCH;
    }

    /** The other end asks whether everything up to this number is here. */
    public void asked(String from, long number) {
        if (!from.equals(id)) {
            // One of the two missed that the other one is a new one.
            output.open();
            return;
        }
        if (receiving.has(number)) {
            output.ack(id, receiving.tell());
        } else {
            output.resume(id, receiving.received());
        }
    }

    /** The other end's application took everything up to this number. */
    public void acknowledged(String from, long number) {
        if (!from.equals(id)) {
            return;
        }
        List<S> done = sending.acknowledge(number);
        moved |= !done.isEmpty() || resuming;
        resuming = false;
        done.forEach(output::taken);
        pump();
    }

    /** The other end has everything up to this number, and nothing after it. */
    public void resumed(String from, long number) {
        if (!from.equals(id)) {
            return;
        }
        sending.rewind(number);
        moved |= resuming;
        resuming = false;
        pump();
    }

    /** The next message for the application; null if there is none. */
    public Arrival<R> poll() {
        return receiving.poll();
    }

    /** Whether {@link #poll} would give nothing. */
    public boolean isDrained() {
        return receiving.isEmpty();
    }

    /** The application has handled a message. */
    public void took(Arrival<R> arrival) {
        if (!arrival.id().equals(id)) {
            return;
        }
        receiving.took(arrival);
        if (arrival.alone() || receiving.isToBeTold()) {
            tell();
        } else if (!telling) {
            telling = true;
            output.tellSoon();
        }
    }

    /** Acknowledges the messages that were taken in the meantime. */
    public void tell() {
        telling = false;
        if (open && receiving.hasNews()) {
            output.ack(id, receiving.tell());
        }
    }

    /** Ends it; returns the messages that were not acknowledged. */
    public List<S> close() {
        offline();
        return sending.clear();
    }

    /**
     * Makes sure that the frames that the end waits for come. Called about once a second, or when the time is over that the
     * last call gave; after one that gave none, when something was sent, or the pipe opened or ceased to be open.
     *
     * @param now on the clock of {@link System#nanoTime}
     * @return how long until the next call; null if the end waits for nothing
     */
    public Duration tick(long now) {
        boolean idle = !online || open && !sending.isPending();
        if (idle || moved) {
            moved = false;
            patience = PATIENCE.toNanos();
            deadline = now + patience;
        } else if (now - deadline >= 0) {
            patience = Math.min(2 * patience, MOST_PATIENCE.toNanos());
            deadline = now + patience;
            if (open) {
                output.ask(id, sending.last());
            } else {
                output.open();
            }
        }
        return idle ? null : Duration.ofNanos(deadline - now);
    }
}
