package io.meshws.internal.follow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Limits the changes that one {@link Follower} keeps for later. Beyond the limit changes are dropped, and everything is read
 * again. A change larger than the whole backlog passes alone. Thread-safe.
 *
 * @param <C> a change
 */
public final class Backlog<C> {
    private final long max;
    private final ToLongFunction<C> size;
    private final boolean fromArrival;
    private final AtomicLong used = new AtomicLong();

    private Backlog(long max, ToLongFunction<C> size, boolean fromArrival) {
        this.max = max;
        this.size = size;
        this.fromArrival = fromArrival;
    }

    /** Limits the changes that are queued and those that are held during a read. */
    public static <C> Backlog<C> ofAll(long max, ToLongFunction<C> size) {
        return new Backlog<>(max, size, true);
    }

    /** Limits the number of changes that are held during a read. */
    public static <C> Backlog<C> ofHeld(int max) {
        return new Backlog<>(max, change -> 1, false);
    }

    /** A change arrived. */
    boolean mayWait(C change) {
        return !fromArrival || add(change);
    }

    /** A waiting change is about to be held. */
    boolean mayBeHeld(C change) {
        return fromArrival || add(change);
    }

    /** A waiting change is applied, or dropped. */
    void tookWaiting(C change) {
        if (fromArrival) {
            remove(change);
        }
    }

    /** A held change is applied, or dropped. */
    void tookHeld(C change) {
        remove(change);
    }

    private boolean add(C change) {
        long length = size.applyAsLong(change);
        long all = used.addAndGet(length);
        if (all <= max || all == length) {
            return true;
        }
        used.addAndGet(-length);
        return false;
    }

    private void remove(C change) {
        used.addAndGet(-size.applyAsLong(change));
    }
}
