package io.meshws.client.internal.topic;

import io.meshws.client.LiveSubscription;
import io.meshws.client.MeshClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * The application's handle of a topic. The lock of the topics guards its changing fields.
 *
 * @param <V> the value
 * @param <R> the updates as the topic has them
 * @param <E> the updates as the application gets them
 */
public abstract class Handle<V, R, E> implements LiveSubscription<V, E> {
    private final Desk desk;
    private final Topics<?, ?> topics;
    private final Consumer<? super E> listener;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Followers<R, E> followers = new Followers<>();
    private boolean over;
    private MeshClientException failure;

    /** @param listener may be null */
    protected Handle(Desk desk, Topics<?, ?> topics, Consumer<? super E> listener) {
        this.desk = desk;
        this.topics = topics;
        this.listener = listener;
    }

    /** Converts an update for the application; empty to leave it out. On a thread of the application. */
    protected abstract Optional<E> convert(R update);

    /** The value as updates, for a subscriber that begins. */
    protected abstract List<R> current();

    /** An update that stands for all before it; null if there is no such thing. */
    protected abstract R latest();

    protected final Object lock() {
        return topics;
    }

    /** Gives an update to the listener and the subscribers. */
    protected final void deliver(R update, int length) {
        if (over) {
            return;
        }
        if (listener != null) {
            desk.post(length, () -> convert(update).ifPresent(listener));
        }
        followers.publish(update, length);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        synchronized (lock()) {
            followers.add(subscriber, service(), over ? List.of() : current());
            if (over) {
                followers.finish(failure);
            }
        }
    }

    private Follower.Service<R, E> service() {
        return new Follower.Service<>(
                desk.executor(),
                desk.settings().limits().maxPendingEvents(),
                desk.settings().limits().maxPendingCharacters(),
                this::convert,
                this::latest);
    }

    @Override
    public final boolean isLive() {
        synchronized (lock()) {
            return !over && topics.isLive(this);
        }
    }

    @Override
    public final CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public final void close() {
        topics.close(this);
    }

    /** Called once, without the lock, when it is over. */
    protected void onEnd() {}

    /** It gets nothing more. @param cause null if it was closed */
    final void end(MeshClientException cause) {
        synchronized (lock()) {
            if (over) {
                return;
            }
            over = true;
            failure = cause;
            followers.finish(cause);
        }
        onEnd();
        desk.executor().execute(() -> {
            if (cause == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(cause);
            }
        });
    }
}
