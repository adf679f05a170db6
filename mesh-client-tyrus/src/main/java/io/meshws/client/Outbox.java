package io.meshws.client;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What waits to be sent on one connection: in order, one send in flight at a time, because engines differ in what they
 * make of concurrent ones. Thread-safe; the thread that finds the outbox idle starts the send, and whoever completes
 * it starts the next.
 */
final class Outbox {
    private final RemoteEndpoint.Async remote;
    private final int maxCharacters;
    private final Consumer<Throwable> onFailure;
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private long characters;
    private boolean sending;
    private boolean closed;

    /**
     * @param maxCharacters what may wait; a single text may be longer
     * @param onFailure told once, when a send failed and nothing more will be sent
     */
    Outbox(RemoteEndpoint.Async remote, int maxCharacters, Consumer<Throwable> onFailure) {
        this.remote = remote;
        this.maxCharacters = maxCharacters;
        this.onFailure = onFailure;
    }

    /** False where too much waits already. After the end it accepts and drops: the connection's end tells the caller. */
    boolean offer(String text) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (characters > 0 && characters + text.length() > maxCharacters) {
                return false;
            }
            waiting.add(text);
            characters += text.length();
            if (sending) {
                return true;
            }
            sending = true;
        }
        sendWaiting();
        return true;
    }

    /** Waits until all is sent, but no longer than the given time. */
    synchronized void drain(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (sending && !closed) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        characters = 0;
        notifyAll();
    }

    /** Only the thread that holds {@code sending} comes here. */
    private void sendWaiting() {
        Sent sent;
        do {
            String text = next();
            if (text == null) {
                return;
            }
            sent = new Sent(text.length());
            try {
                remote.sendText(text, sent);
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
        } while (sent.completedAtOnce());
    }

    private synchronized String next() {
        String text = waiting.poll();
        if (text == null) {
            sending = false;
            notifyAll();
        }
        return text;
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
