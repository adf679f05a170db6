package io.meshws.internal.connection;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends for others: a thread that has a frame for many clients leaves their outboxes here and goes on, and what more comes for a
 * client until its turn goes out together. An outbox is here once, however much it has. One task at a time runs on the executor.
 * Thread-safe.
 */
public final class Lane {
    private static final System.Logger LOG = System.getLogger(Lane.class.getPackageName());

    private final Executor executor;
    private final ConcurrentLinkedQueue<Runnable> outboxes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Whether a task runs, or was given to the executor. */
    private final AtomicBoolean begun = new AtomicBoolean();

    private final Runnable round = this::round;

    /** @param executor none of the sends blocks it */
    public Lane(Executor executor) {
        this.executor = executor;
    }

    /** The place of one outbox, which is taken once, however often it's asked for. */
    final class Place implements Runnable {
        private final Runnable outbox;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Place(Runnable outbox) {
            this.outbox = outbox;
        }

        void take() {
            if (taken.compareAndSet(false, true)) {
                try {
                    add(this);
                } catch (Throwable e) {
                    // At worst it's here twice.
                    taken.set(false);
                    throw e;
                }
            }
        }

        @Override
        public void run() {
            // Before it looks, so that what comes afterwards gets another turn.
            taken.set(false);
            outbox.run();
        }
    }

    /** @param outbox sends what is there */
    Place place(Runnable outbox) {
        return new Place(outbox);
    }

    void add(Runnable outbox) {
        outboxes.add(outbox);
        waiting.incrementAndGet();
        beginIfNeeded();
    }

    private void beginIfNeeded() {
        while (waiting.get() != 0 && !begun.get() && begun.compareAndSet(false, true)) {
            try {
                executor.execute(round);
                return;
            } catch (RuntimeException | OutOfMemoryError e) {
                // The server has no thread for it, or is ending. More may come meanwhile.
                sendAll();
            } catch (Throwable e) {
                // For example because the application's stack is full; the next one that is added begins.
                begun.set(false);
                throw e;
            }
        }
    }

    /** Those that are there now. Others come in another task, because the thread may have more to do. */
    private void round() {
        sendAll();
        beginIfNeeded();
    }

    private void sendAll() {
        int now = waiting.get();
        for (int i = 0; i < now; i++) {
            send(outboxes.poll());
        }
        waiting.addAndGet(-now);
        begun.set(false);
    }

    /** If memory is short, one client must not take the others along. */
    private static void send(Runnable outbox) {
        try {
            outbox.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot send to a client", e);
        }
    }
}
