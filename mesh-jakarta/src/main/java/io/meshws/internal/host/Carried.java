package io.meshws.internal.host;

/**
 * A value that goes along with application code: from the thread on which it calls mesh to the one on which mesh completes the
 * stage that it returned. Nothing stays behind on a thread.
 */
public final class Carried {
    private static final ThreadLocal<Object> CURRENT = new ThreadLocal<>();

    private Carried() {}

    /** The value that this thread carries; null if there is none. */
    public static Object current() {
        return CURRENT.get();
    }

    /**
     * From now on this thread carries that.
     *
     * @return its former context, to which the caller sets it back
     */
    public static Object set(Object carried) {
        Object before = CURRENT.get();
        if (carried == null) {
            CURRENT.remove();
        } else if (carried != before) {
            CURRENT.set(carried);
        }
        return before;
    }
}
