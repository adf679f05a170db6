package io.meshws.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A subscriber that keeps its items. */
final class Collecting<T> implements Flow.Subscriber<T> {
    final List<T> items = new CopyOnWriteArrayList<>();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();
    private final long demand;

    /** @param demand requested at once */
    Collecting(long demand) {
        this.demand = demand;
    }

    static <T> Collecting<T> all(Flow.Publisher<? extends T> publisher) {
        Collecting<T> collecting = new Collecting<>(Long.MAX_VALUE);
        publisher.subscribe(collecting);
        return collecting;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
        if (demand > 0) {
            subscribed.request(demand);
        }
        subscription.complete(subscribed);
    }

    @Override
    public void onNext(T item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
