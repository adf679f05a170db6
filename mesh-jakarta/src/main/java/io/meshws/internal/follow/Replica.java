package io.meshws.internal.follow;

import java.util.concurrent.CompletionStage;

/**
 * A feature's copy of one thing in the store, with its subscribers. Its {@link Follower} calls all of this in its queue, one
 * call at a time and with no lock held, so the methods may call anything. None of them needs to be thread-safe.
 *
 * @param <C> a change as the store publishes it
 * @param <R> all of it, as it is read
 */
public interface Replica<C, R> {

    /** How a change fits the known state. */
    enum Fit {
        /** It's the next one; it has been applied, and subscribers were told. */
        APPLIED,
        /** It's already part of the known state. */
        KNOWN,
        /** It can't be applied, because of a gap, or because the store went back. Everything is read again. */
        MISSED
    }

    /** Whether there is a subscriber, or about to be one. */
    boolean isWanted();

    /** Subscribes first and reads second, so that nothing falls between the two. Only begins to. */
    CompletionStage<R> read();

    /** Replaces the known state by the reading, and tells subscribers the difference. */
    void replace(R reading);

    /** Applies a change, and tells subscribers. Not called while reading. */
    Fit apply(C change);

    /** The copy is complete: answers the subscribers that wait for it. Called after every task that finds it complete. */
    void welcome();

    /** The read failed: fails the subscribers that wait for it. */
    void failed(Throwable failure);

    /** Unsubscribes. Only begins to. */
    CompletionStage<Void> leave();

    /** The store no longer sends changes: the known state will soon be out of date. */
    void forget();

    /** The follower has ended: the next subscriber needs a new one. */
    void retired();

    /** A task threw. Some subscribers may not have been told, so no message counts as told unless it surely was. */
    default void broken() {}

    /** Whether only a tick may leave it, because a subscriber is likely to come back; by default it is left at once. */
    default boolean lingers() {
        return false;
    }

    /** Whether a change that arrives is reason enough to read again after a failure; by default only {@link Follower#resume} is. */
    default boolean changesResume() {
        return false;
    }
}
