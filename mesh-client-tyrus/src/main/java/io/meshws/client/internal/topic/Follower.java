package io.meshws.client.internal.topic;

import io.meshws.client.MeshClientException;
import io.meshws.protocol.ErrorCode;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One subscriber of a publisher: updates that it has not requested yet wait here, bounded. It is called on the
 * executor's threads, one call after the other. Thread-safe.
 *
 * @param <R> the type that is published
 * @param <E> the type that the subscriber gets
 */
final class Follower<R, E> implements Flow.Subscription {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");

    /**
     * How a follower is served.
     *
     * @param convert to the subscriber's type; empty to leave it out. May block
     * @param latest takes the place of all that waits when that is too much; null if nothing can
     */
    record Service<R, E>(
            Executor executor,
            int maxEvents,
            long maxCharacters,
            Function<R, Optional<E>> convert,
            Supplier<R> latest) {}

    private record Item<R>(R event, int length) {}

    private final Flow.Subscriber<? super E> subscriber;
    private final Service<R, E> service;
    private final Consumer<Follower<R, E>> leave;

    // Guarded by this.
    private final ArrayDeque<Item<R>> waiting = new ArrayDeque<>();
    private long characters;
    private long demand;
    private boolean begun;
    private boolean running;
    private boolean over;
    /** Null for a completion. */
    private Throwable failure;

    private boolean cancelled;

    /** @param leave called when it wants nothing more */
    Follower(Flow.Subscriber<? super E> subscriber, Service<R, E> service, Consumer<Follower<R, E>> leave) {
        this.subscriber = subscriber;
        this.service = service;
        this.leave = leave;
    }

    void begin() {
        schedule();
    }

    void publish(R event, int length) {
        synchronized (this) {
            if (over || cancelled) {
                return;
            }
            if (!hasRoom(length)) {
                if (service.latest() == null) {
                    waiting.clear();
                    end(new MeshClientException(
                            ErrorCode.EBUSY, "The subscriber fell behind: too many updates wait for it"));
                    leave.accept(this);
                } else {
                    waiting.clear();
                    characters = 0;
                    add(service.latest().get(), length);
                }
            } else {
                add(event, length);
            }
        }
        schedule();
    }

    private boolean hasRoom(int length) {
        return waiting.size() < service.maxEvents()
                && (characters == 0 || characters + length <= service.maxCharacters());
    }

    private void add(R event, int length) {
        waiting.add(new Item<>(event, length));
        characters += length;
    }

    /** @param cause null for a completion */
    void finish(Throwable cause) {
        synchronized (this) {
            end(cause);
        }
        schedule();
    }

    private void end(Throwable cause) {
        if (!over) {
            over = true;
            failure = cause;
        }
    }

    @Override
    public void request(long number) {
        synchronized (this) {
            if (number <= 0) {
                waiting.clear();
                end(new IllegalArgumentException("A request must be positive, found " + number));
                leave.accept(this);
            } else {
                demand = demand + number < 0 ? Long.MAX_VALUE : demand + number;
            }
        }
        schedule();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
            waiting.clear();
        }
        leave.accept(this);
    }

    private void schedule() {
        synchronized (this) {
            if (running || cancelled) {
                return;
            }
            running = true;
        }
        service.executor().execute(this::run);
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = step();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A subscriber failed; ending its subscription", e);
            cancel();
        }
    }

    /** One call of the subscriber; false if there is nothing to say now. */
    private boolean step() {
        Item<R> item = null;
        boolean first = false;
        synchronized (this) {
            if (cancelled) {
                running = false;
                return false;
            }
            if (!begun) {
                begun = true;
                first = true;
            } else if (!waiting.isEmpty()) {
                if (demand == 0) {
                    running = false;
                    return false;
                }
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                item = waiting.poll();
                characters -= item.length();
            } else if (!over) {
                running = false;
                return false;
            } else {
                cancelled = true;
            }
        }
        if (first) {
            subscriber.onSubscribe(this);
        } else if (item != null) {
            deliver(item.event());
        } else if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
        return true;
    }

    private void deliver(R event) {
        Optional<E> converted = service.convert().apply(event);
        if (converted.isPresent()) {
            subscriber.onNext(converted.get());
        } else {
            synchronized (this) {
                demand = demand == Long.MAX_VALUE ? demand : demand + 1;
            }
        }
    }
}
