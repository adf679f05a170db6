package io.meshws.client.internal.topic;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/**
 * The subscribers of one handle. Not thread-safe, but for subscribers that leave: the lock of the topics guards it.
 *
 * @param <R> the type that is published
 * @param <E> the type that subscribers get
 */
final class Followers<R, E> {
    private final List<Follower<R, E>> followers = new CopyOnWriteArrayList<>();

    /** @param before the items that it gets before those that are published from now on */
    void add(Flow.Subscriber<? super E> subscriber, Follower.Service<R, E> service, List<R> before) {
        Follower<R, E> follower = new Follower<>(subscriber, service, followers::remove);
        followers.add(follower);
        follower.begin();
        before.forEach(each -> follower.publish(each, 0));
    }

    void publish(R event, int length) {
        for (Follower<R, E> follower : followers) {
            follower.publish(event, length);
        }
    }

    /** @param cause null for a completion */
    void finish(Throwable cause) {
        for (Follower<R, E> follower : followers) {
            follower.finish(cause);
        }
        followers.clear();
    }
}
