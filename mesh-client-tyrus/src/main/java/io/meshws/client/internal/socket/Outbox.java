package io.meshws.client.internal.socket;

import io.meshws.client.internal.runtime.Timers;
import io.meshws.protocol.BinaryFrame;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The queue of frames for one connection: sends them in order, one at a time. Thread-safe; the thread that finds the
 * outbox idle starts the send, and the thread that completes it starts the next.
 */
final class Outbox {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    /** How long a send may take before Tyrus is asked to look again. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final long maxCharacters;
    private final Timers timers;
    private final Consumer<Throwable> onFailure;

    // Guarded by this.
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private RemoteEndpoint.Async remote;
    private long characters;
    private boolean sending;
    /** How many messages were given to Tyrus, and how many when somebody last looked. */
    private long begun;

    private long seen;
    private boolean watched;
    private boolean reminded;
    private boolean closed;
    /** Runs when all is sent; nothing is accepted any more. */
    private Runnable last;

    /**
     * @param maxCharacters how many may wait; a single text may be longer
     * @param onFailure told once, when a send failed and nothing more will be sent
     */
    Outbox(long maxCharacters, Timers timers, Consumer<Throwable> onFailure) {
        this.maxCharacters = maxCharacters;
        this.timers = timers;
        this.onFailure = onFailure;
    }

    /** False if too much waits already. After the end it accepts and drops: the connection's end tells the caller. */
    boolean offer(Outgoing message) {
        int length = message.text().length();
        synchronized (this) {
            if (closed || last != null) {
                return true;
            }
            if (characters > 0 && characters + length > maxCharacters) {
                return false;
            }
            waiting.add(message);
            characters += length;
            if (sending || remote == null) {
                return true;
            }
            sending = true;
        }
        sendWaiting();
        watch();
        return true;
    }

    /** From now on it sends. */
    void open(RemoteEndpoint.Async to) {
        synchronized (this) {
            remote = to;
            if (closed || (waiting.isEmpty() && last == null)) {
                return;
            }
            sending = true;
        }
        sendWaiting();
        watch();
    }

    /** Runs a task when all is sent, unless something fails before. Nothing more is accepted. */
    void finish(Runnable task) {
        synchronized (this) {
            if (closed || last != null) {
                return;
            }
            last = task;
            if (sending || remote == null) {
                return;
            }
            sending = true;
        }
        sendWaiting();
        watch();
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        characters = 0;
    }

    /** Only the thread that holds {@code sending} comes here. */
    private void sendWaiting() {
        Sent sent;
        do {
            Outgoing message = next();
            if (message == null) {
                return;
            }
            String text = message.text();
            sent = new Sent(text.length());
            message.sending();
            try {
                if (BinaryFrame.is(text)) {
                    remote.sendBinary(ByteBuffer.wrap(BinaryFrame.bytes(text)), sent);
                } else {
                    remote.sendText(text, sent);
                }
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
        } while (sent.completedAtOnce());
    }

    private Outgoing next() {
        Runnable task;
        synchronized (this) {
            Outgoing message = waiting.poll();
            if (message != null || closed) {
                begun++;
                return message;
            }
            sending = false;
            task = last;
            closed = task != null;
        }
        if (task != null) {
            task.run();
        }
        return null;
    }

    /**
     * Tyrus loses sight of a message that comes just while its last write ends, until the next write: no thread would
     * send anything any more. Only a send that begins on an idle connection can be such a one.
     */
    private void watch() {
        synchronized (this) {
            if (watched || closed || !sending) {
                return;
            }
            watched = true;
            seen = begun;
            reminded = false;
        }
        timers.after(PATIENCE, this::look);
    }

    private void look() {
        RemoteEndpoint.Async stuck = null;
        synchronized (this) {
            if (closed || !sending) {
                watched = false;
                return;
            }
            if (seen != begun) {
                seen = begun;
                reminded = false;
            } else if (!reminded) {
                reminded = true;
                stuck = remote;
            }
        }
        timers.after(PATIENCE, this::look);
        if (stuck != null) {
            remind(stuck);
        }
    }

    /** A pong is a write without an answer. */
    private static void remind(RemoteEndpoint.Async stuck) {
        try {
            stuck.sendPong(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "The connection is ending", e);
        }
    }

    private void fail(Throwable cause) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        close();
        onFailure.accept(cause);
    }

    /** The completion of one send. Completed within the call, it goes on in the loop, lest the stack grow. */
    private final class Sent implements SendHandler {
        private final int length;
        private final Thread starter = Thread.currentThread();
        // Both are written and read by the starter only.
        private boolean returned;
        private boolean atOnce;

        Sent(int length) {
            this.length = length;
        }

        boolean completedAtOnce() {
            returned = true;
            return atOnce;
        }

        @Override
        public void onResult(SendResult result) {
            if (!result.isOK()) {
                fail(result.getException());
                return;
            }
            synchronized (Outbox.this) {
                characters = Math.max(0, characters - length);
            }
            if (Thread.currentThread() == starter && !returned) {
                atOnce = true;
            } else {
                sendWaiting();
            }
        }
    }
}
