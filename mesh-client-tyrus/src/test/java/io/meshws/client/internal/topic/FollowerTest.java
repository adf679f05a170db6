package io.meshws.client.internal.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The rules of Reactive Streams, and the bounds. Everything runs on this thread. */
class FollowerTest {
    private final List<Integer> got = new ArrayList<>();
    private final Subscriber subscriber = new Subscriber();
    private boolean completed;
    private Throwable failure;
    private boolean left;

    private final class Subscriber implements Flow.Subscriber<Integer> {
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
        }

        @Override
        public void onNext(Integer item) {
            if (item == 13) {
                throw new IllegalStateException("meant to fail");
            }
            got.add(item);
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }

    /** Odd numbers cannot be converted. */
    private Follower<String, Integer> follower(Supplier<String> latest) {
        Follower<String, Integer> follower = new Follower<>(
                subscriber,
                new Follower.Service<>(
                        Runnable::run,
                        4,
                        100,
                        text -> text.equals("x") ? Optional.empty() : Optional.of(Integer.valueOf(text)),
                        latest),
                self -> left = true);
        follower.begin();
        return follower;
    }

    @Test
    void nothingComesThatWasNotRequested() {
        Follower<String, Integer> follower = follower(null);
        follower.publish("1", 1);
        assertEquals(List.of(), got);
        subscriber.subscription.request(2);
        assertEquals(List.of(1), got);
        follower.publish("2", 1);
        follower.publish("3", 1);
        assertEquals(List.of(1, 2), got);
        subscriber.subscription.request(Long.MAX_VALUE);
        subscriber.subscription.request(Long.MAX_VALUE);
        assertEquals(List.of(1, 2, 3), got);
    }

    @Test
    void anItemThatCannotBeConvertedTakesNoDemand() {
        Follower<String, Integer> follower = follower(null);
        subscriber.subscription.request(1);
        follower.publish("x", 1);
        follower.publish("1", 1);
        follower.publish("2", 1);
        assertEquals(List.of(1), got);
    }

    @Test
    void aRequestForTooLittleEndsWithAnError() {
        Follower<String, Integer> follower = follower(null);
        for (int i = 0; i < 6; i++) {
            follower.publish(Integer.toString(i), 1);
        }
        assertEquals(
                "EBUSY", assertInstanceOf(MeshClientException.class, failure).code());
        assertTrue(left);
        assertFalse(completed);
    }

    @Test
    void orGetsTheLatestInThePlaceOfAllThatWaits() {
        Follower<String, Integer> follower = follower(() -> "99");
        for (int i = 0; i < 5; i++) {
            follower.publish(Integer.toString(i), 1);
        }
        follower.publish("100", 1);
        subscriber.subscription.request(10);
        assertEquals(List.of(99, 100), got);
    }

    @Test
    void charactersAreBoundedTooButOneUpdateMayBeLonger() {
        Follower<String, Integer> follower = follower(() -> "99");
        follower.publish("1", 1000);
        follower.publish("2", 1);
        subscriber.subscription.request(10);
        assertEquals(List.of(99), got);
        follower.publish("3", 1000);
        assertEquals(List.of(99, 3), got);
    }

    @Test
    void theEndComesAfterWaitingChanges() {
        Follower<String, Integer> follower = follower(null);
        follower.publish("1", 1);
        follower.finish(null);
        follower.publish("2", 1);
        assertFalse(completed);
        subscriber.subscription.request(5);
        assertEquals(List.of(1), got);
        assertTrue(completed);
        assertNull(failure);
    }

    @Test
    void aSubscriberThatCancelsGetsNothingMore() {
        Follower<String, Integer> follower = follower(null);
        subscriber.subscription.request(10);
        follower.publish("1", 1);
        subscriber.subscription.cancel();
        follower.publish("2", 1);
        follower.finish(null);
        assertEquals(List.of(1), got);
        assertTrue(left);
        assertFalse(completed);
    }

    @Test
    void aRequestOfNothingIsAnError() {
        follower(null);
        subscriber.subscription.request(0);
        assertInstanceOf(IllegalArgumentException.class, failure);
    }

    @Test
    void aSubscriberThatThrowsGetsNothingMore() {
        Follower<String, Integer> follower = follower(null);
        subscriber.subscription.request(10);
        follower.publish("1", 1);
        follower.publish("13", 1);
        follower.publish("2", 1);
        assertEquals(List.of(1), got);
        assertTrue(left);
        assertNull(failure);
    }
}
