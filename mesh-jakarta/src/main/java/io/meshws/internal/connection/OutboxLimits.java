package io.meshws.internal.connection;

/**
 * How much may wait for one client.
 *
 * @param maxSize in characters
 * @param maxAgeNanos how long one frame may be in the container's hands
 */
record OutboxLimits(int maxMessages, int maxSize, long maxAgeNanos) {
    /** The part of the limits that still counts as a burst. */
    private static final int BURST = 16;
    /** The part that makes a client which takes nothing wait. */
    private static final int MUCH = 32;
    /** The part that makes any client wait. */
    private static final int A_LOT = 4;
    /** The part that ends this wait; less, because it costs something to stop reading and to begin again. */
    private static final int LESS = 8;

    /** Whether more than a burst waits, and more than the frame that is being sent. */
    boolean isFilling(int messages, long size) {
        return isMore(BURST, messages, size);
    }

    /** Whether a client that takes nothing shouldn't be read. */
    boolean isMuch(int messages, long size) {
        return isMore(MUCH, messages, size);
    }

    /**
     * Whether no client should be read.
     *
     * @param isPaused whether this one isn't
     */
    boolean isALot(int messages, long size, boolean isPaused) {
        return isMore(isPaused ? LESS : A_LOT, messages, size);
    }

    private boolean isMore(int part, int messages, long size) {
        return messages > 1 && (messages > maxMessages / part || size > maxSize / part);
    }
}
