package io.meshws.it;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Takes one message after the other. */
final class Taking<T> implements Flow.Subscriber<T> {
    private final Consumer<? super T> taker;
    private volatile Flow.Subscription subscription;

    Taking(Consumer<? super T> taker) {
        this.taker = taker;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(T message) {
        taker.accept(message);
        subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        // The sender is told.
    }

    @Override
    public void onComplete() {
        // Nothing follows.
    }
}
