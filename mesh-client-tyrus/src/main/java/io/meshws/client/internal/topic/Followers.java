package io.meshws.client.internal.topic;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/**
 * The subscribers of one handle. Not thread-safe, but for subscribers that leave: the lock of the topics guards it.
 *
 * @param <R> what is published
 * @param <E> what subscribers get
 */
final class Followers<R, E> {
    private final List<Follower<R, E>> followers = new CopyOnWriteArrayList<>();

    /** @param before what it gets before anything that is published from now on */
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
