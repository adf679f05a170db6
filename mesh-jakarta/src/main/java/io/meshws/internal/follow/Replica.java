package io.meshws.internal.follow;

import java.util.concurrent.CompletionStage;

/**
 * What a feature knows of one thing in the store, and whom it tells. Its {@link Follower} calls all of this in its queue, one
 * call at a time and with no lock held, so the methods may call anything. None of them needs to be thread-safe.
 *
 * @param <C> a change as the store publishes it
 * @param <R> all of it, as it is read
 */
public interface Replica<C, R> {

    /** How a change fits what is known. */
    enum Fit {
        /** It is the next one; what is known has it now, and subscribers were told. */
        APPLIED,
        /** What is known has it already. */
        KNOWN,
        /** It cannot be applied, because of a gap, or because the store went back. All is read again. */
        MISSED
    }

    /** Whether somebody has subscribed, or is about to. */
    boolean isWanted();

    /** Subscribes first, and reads second, so that nothing is between the two. Begins only. */
    CompletionStage<R> read();

    /** Takes what was read for what is known, and tells subscribers what differs. */
    void replace(R reading);

    /** Takes a change, and tells subscribers. Not while it is being read. */
    Fit apply(C change);

    /** What is known is complete: answers those who wait for it. Called after each task for which that holds. */
    void welcome();

    /** It could not be read: fails those who wait for it. */
    void failed(Throwable failure);

    /** Unsubscribes. Begins only. */
    CompletionStage<Void> leave();

    /** It was left: what is known will not be true for long. */
    void forget();

    /** It is over: whoever comes from now on needs a new one. */
    void retired();

    /** A task threw. Subscribers may lack something: nothing must be taken for told that may not have been. */
    default void broken() {}

    /** Whether it is left at a tick only, since somebody is likely to come back; otherwise when nobody needs it. */
    default boolean lingers() {
        return false;
    }

    /** Whether a change that arrives is reason enough to read again after a failure; otherwise what was said to resume is. */
    default boolean changesResume() {
        return false;
    }
}
