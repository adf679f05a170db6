package io.meshws.internal.limit;

import io.meshws.CommandException;
import io.meshws.internal.time.Scheduler;
import io.meshws.protocol.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes writers wait while this instance can't deliver their messages to its own clients fast enough. The store takes
 * publications much faster than an instance tells a thousand clients of them; without this, acknowledged messages would
 * pile up unseen. The messages under way to clients are bounded for all channels and records together: a writer's stage
 * completes when its message fits in, or was delivered. If no other message is under way, each message fits in.
 * Other instances report if they can't ({@link Late}). Thread-safe; stages complete on the workers.
 */
public final class Pace {
    /** Messages times clients: about 25 ms of work on a slow server. */
    static final int MAX_UNDER_WAY = 1024;
    /** A change that isn't delivered by then was lost together with a connection to the store, and no longer delays others. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** So many writes have not ended at most; and so many stages are held for other instances. More than wait for the store. */
    static final int MAX_WAITING = 32_768;

    /** Nobody has to wait. */
    public static final CompletionStage<Void> NOW = CompletableFuture.completedStage(null);

    private final Executor workers;
    private final LongSupplier nanos;
    private final Late late;
    // Guarded by this. Both are in the order of the writes, and may contain deliveries that are over.
    private final Deque<Delivery> admitted = new ArrayDeque<>();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long underWay;

    private final AtomicInteger waiters = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();

    /** @param nanos the clock of {@link System#nanoTime} */
    public Pace(Late.Reports reports, Executor workers, Scheduler scheduler, LongSupplier nanos) {
        this.workers = workers;
        this.nanos = nanos;
        this.late = new Late(reports, workers, scheduler, nanos);
    }

    /** The other instances. */
    public Late late() {
        return late;
    }

    /**
     * Completes after the stage, but not while another instance is late with messages for the target.
     *
     * @param here as {@link Deliveries#fits} returned it
     */
    public CompletionStage<Void> everywhere(String target, CompletionStage<Void> here) {
        return here == NOW ? late.caughtUp(target) : here.thenCompose(fits -> late.caughtUp(target));
    }

    /** How many writes wait. */
    public int waiting() {
        return waiters.get() + late.held();
    }

    /** Begins a write, unless so many have not ended that their code can't be waiting for them: then it fails with {@code EBUSY}. */
    public <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> write) {
        if (begun.get() >= MAX_WAITING) {
            return CompletableFuture.failedStage(
                    new CommandException(ErrorCode.EBUSY, MAX_WAITING + " writes of this instance have not ended yet"));
        }
        CompletionStage<T> result = write.get();
        begun.incrementAndGet();
        return result.whenComplete((done, failure) -> begun.decrementAndGet());
    }

    /** One message for clients of this instance. Guarded by the pace. */
    private static final class Delivery {
        private final long number;
        private final int clients;
        private final long since;
        private final CompletableFuture<Void> fits = new CompletableFuture<>();
        private boolean isAdmitted;
        private boolean isOver;

        Delivery(long number, int clients, long since) {
            this.number = number;
            this.clients = clients;
            this.since = since;
        }
    }

    /** A channel or record that this instance delivers, with messages of increasing numbers. Guarded by the pace. */
    public final class Deliveries {
        private final PriorityQueue<Delivery> expected =
                new PriorityQueue<>(Comparator.comparingLong(delivery -> delivery.number));
        /** Negative if unknown. */
        private long reached = -1;

        private int clients;

        /** Completes when the message with this number, which was just written, fits in or was delivered. */
        public CompletionStage<Void> fits(long number) {
            synchronized (Pace.this) {
                if (reached < 0 || number <= reached || clients == 0) {
                    return NOW;
                }
                Delivery delivery = new Delivery(number, clients, nanos.getAsLong());
                expected.add(delivery);
                if (waiting.isEmpty() && hasRoomFor(delivery)) {
                    admit(delivery);
                    return NOW;
                }
                waiting.add(delivery);
                waiters.incrementAndGet();
                return delivery.fits;
            }
        }

        /** Everything up to this number was delivered. */
        public void reached(long number, int toClients) {
            List<Delivery> ready = new ArrayList<>();
            synchronized (Pace.this) {
                reached = number;
                clients = toClients;
                while (!expected.isEmpty() && expected.peek().number <= number) {
                    end(expected.remove(), ready);
                }
                next(ready);
            }
            complete(ready);
        }

        /** The expected changes may have been lost, or get other numbers. */
        public void interrupted() {
            List<Delivery> ready = new ArrayList<>();
            synchronized (Pace.this) {
                reached = -1;
                expected.forEach(delivery -> end(delivery, ready));
                expected.clear();
                next(ready);
            }
            complete(ready);
        }
    }

    public Deliveries newDeliveries() {
        return new Deliveries();
    }

    /** Called about once a second. */
    public void tick(long now) {
        List<Delivery> ready = new ArrayList<>();
        synchronized (this) {
            for (Deque<Delivery> deliveries : List.of(admitted, waiting)) {
                while (!deliveries.isEmpty() && now - deliveries.peek().since > PATIENCE.toNanos()) {
                    end(deliveries.remove(), ready);
                }
            }
            next(ready);
        }
        complete(ready);
        late.tick();
    }

    private boolean hasRoomFor(Delivery delivery) {
        return underWay == 0 || underWay + delivery.clients <= MAX_UNDER_WAY;
    }

    private void admit(Delivery delivery) {
        delivery.isAdmitted = true;
        underWay += delivery.clients;
        admitted.add(delivery);
    }

    private void end(Delivery delivery, List<Delivery> ready) {
        if (delivery.isOver) {
            return;
        }
        delivery.isOver = true;
        if (delivery.isAdmitted) {
            underWay -= delivery.clients;
        } else {
            ready.add(delivery);
        }
    }

    /** Admits the messages that fit in now. */
    private void next(List<Delivery> ready) {
        while (!admitted.isEmpty() && admitted.peek().isOver) {
            admitted.remove();
        }
        while (!waiting.isEmpty() && (waiting.peek().isOver || hasRoomFor(waiting.peek()))) {
            Delivery next = waiting.remove();
            if (!next.isOver) {
                admit(next);
                ready.add(next);
            }
        }
    }

    private void complete(List<Delivery> ready) {
        waiters.addAndGet(-ready.size());
        ready.forEach(delivery -> delivery.fits.completeAsync(() -> null, workers));
    }
}
