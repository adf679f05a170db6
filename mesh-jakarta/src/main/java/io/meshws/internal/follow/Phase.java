package io.meshws.internal.follow;

import java.util.List;

/**
 * The state of a {@link Follower}. Each phase knows which one follows when something may have been missed, when there is a
 * reason to try again, and when a task threw; the follower does the work.
 *
 * @param <C> a change
 */
sealed interface Phase<C> {

    /** Changes were missed, or may have been. */
    default Phase<C> outdated() {
        return this;
    }

    /** There is a reason to retry a failed operation. */
    default Phase<C> resumed() {
        return this;
    }

    /** A task threw: the known state may be wrong, and subscribers may have been told wrongly. */
    default Phase<C> broken() {
        return this;
    }

    /** A phase in which the store is not being asked, so that the follower can begin to. */
    sealed interface Settled<C> extends Phase<C> {

        /** Whether the store may be sending changes. */
        boolean subscribed();
    }

    /** Nothing was read yet, or the known state is stale. It's read as soon as a subscriber needs it. */
    record Outdated<C>(boolean subscribed) implements Settled<C> {
        @Override
        public Phase<C> broken() {
            return new Paused<>(subscribed);
        }
    }

    /** Like {@link Outdated}, but reading failed, or a task threw: reading again waits for a reason. */
    record Paused<C>(boolean subscribed) implements Settled<C> {
        @Override
        public Phase<C> outdated() {
            return new Outdated<>(subscribed);
        }

        @Override
        public Phase<C> resumed() {
            return outdated();
        }
    }

    /**
     * The store was asked to subscribe and to read. Only the answer ends this phase.
     *
     * @param subscribed whether the store may have been sending changes before
     * @param held the changes that arrived in the meantime; it grows
     * @param again whether the reading in progress may already be stale
     */
    record Reading<C>(boolean subscribed, List<C> held, boolean again) implements Phase<C> {
        @Override
        public Phase<C> outdated() {
            return new Reading<>(subscribed, held, true);
        }

        @Override
        public Phase<C> broken() {
            return outdated();
        }

        /**
         * The store could not be read. If something may have been missed in the meantime, that is a reason to retry.
         */
        Phase<C> failed() {
            return again ? new Outdated<>(subscribed) : new Paused<>(subscribed);
        }
    }

    /** Everything is known, and changes are applied as they come. */
    record Following<C>() implements Settled<C> {
        @Override
        public boolean subscribed() {
            return true;
        }

        @Override
        public Phase<C> outdated() {
            return new Outdated<>(true);
        }

        @Override
        public Phase<C> broken() {
            return new Paused<>(true);
        }
    }

    /** It isn't needed any more, and the store was asked to unsubscribe. Only the answer ends this phase. */
    record Leaving<C>() implements Phase<C> {}

    /** It has ended; the next subscriber takes a new one. */
    record Retired<C>() implements Phase<C> {}
}
