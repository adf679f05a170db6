package io.meshws.client.internal.pipe;

import io.meshws.client.MeshClientException;
import io.meshws.client.internal.runtime.Mailbox;
import io.meshws.client.internal.topic.Desk;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.pipe.Arrival;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.Flow;

/** Hands the messages of a pipe to one subscriber at a time, as far as that requested them. Thread-safe. */
final class Inflow<T> implements Flow.Publisher<T> {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long number) {}

        @Override
        public void cancel() {}
    };

    private final PipeHandle<T> pipe;
    private final Type type;
    private final Desk desk;
    /** Calls of subscribers, one after the other. */
    private final Mailbox mailbox;

    // Guarded by this.
    private Reading reading;
    private boolean signalled;

    Inflow(Desk desk, PipeHandle<T> pipe, Type type) {
        this.desk = desk;
        this.pipe = pipe;
        this.type = type;
        this.mailbox = new Mailbox(Integer.MAX_VALUE, Long.MAX_VALUE, desk.executor(), desk::lost);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Reading added = new Reading(subscriber);
        boolean isFirst;
        synchronized (this) {
            isFirst = reading == null;
            if (isFirst) {
                reading = added;
            }
        }
        if (isFirst) {
            mailbox.put(added::begin);
            signal();
        } else {
            mailbox.put(() -> {
                subscriber.onSubscribe(NONE);
                subscriber.onError(new IllegalStateException("The pipe has a subscriber already"));
            });
        }
    }

    /** Something arrived, or was requested, or the pipe ended. */
    void signal() {
        synchronized (this) {
            if (signalled) {
                return;
            }
            signalled = true;
        }
        mailbox.put(this::drain);
    }

    private void drain() {
        Reading current;
        synchronized (this) {
            signalled = false;
            // One that came while this waited for its turn is told of its subscription first.
            current = reading != null && reading.begun ? reading : null;
        }
        while (current != null && current.takesOne()) {
            Arrival<Received> next = pipe.poll();
            if (next == null) {
                current.giveBack();
                break;
            }
            if (!current.next(next)) {
                return;
            }
        }
        if (current != null && pipe.isOver()) {
            current.complete();
        }
    }

    private synchronized boolean leave(Reading left) {
        boolean was = reading == left;
        if (was) {
            reading = null;
        }
        return was;
    }

    /** The subscription of one subscriber, with the number of messages that it requested. */
    private final class Reading implements Flow.Subscription {
        private final Flow.Subscriber<? super T> subscriber;
        // Guarded by this.
        private long requested;
        private boolean over;
        /** Only used on the thread that calls subscribers. */
        private boolean begun;

        Reading(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            begun = true;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long number) {
            if (number <= 0) {
                mailbox.put(() -> {
                    if (leave(this)) {
                        subscriber.onError(new IllegalArgumentException("A request must be positive, found " + number));
                    }
                });
                return;
            }
            synchronized (this) {
                requested = requested + number < 0 ? Long.MAX_VALUE : requested + number;
            }
            signal();
        }

        @Override
        public void cancel() {
            synchronized (this) {
                over = true;
            }
            leave(this);
        }

        synchronized boolean takesOne() {
            boolean takes = !over && requested > 0;
            if (takes) {
                requested--;
            }
            return takes;
        }

        synchronized void giveBack() {
            requested++;
        }

        /** False if the pipe ended by it. */
        // The caller names the type that messages are bound to.
        @SuppressWarnings("unchecked")
        boolean next(Arrival<Received> arrival) {
            try {
                subscriber.onNext((T) arrival.message().bind(desk.binding(), type));
            } catch (BindingException e) {
                return failed(ErrorCode.EPAYLOAD, "A message does not fit the receiver: " + e.getMessage(), e);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A subscriber of the " + pipe.key() + " failed", e);
                return failed(ErrorCode.ESERVER, "The receiver failed", e);
            }
            pipe.took(arrival);
            return true;
        }

        private boolean failed(ErrorCode code, String message, Throwable cause) {
            if (leave(this)) {
                subscriber.onError(MeshClientException.of(code.body(message), cause));
            }
            pipe.close(new MeshClientException(code, message));
            return false;
        }

        void complete() {
            if (!leave(this)) {
                return;
            }
            MeshClientException why = pipe.error();
            if (why == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(why);
            }
        }
    }
}
