package io.meshws;

import java.util.Objects;

/**
 * How records, or the messages of channels, are kept.
 *
 * @param maxUnsaved how many records of the application may wait to be saved, or how many messages of one channel. Beyond that,
 *     writes to further records that are kept, or publications in that channel, fail with {@code EUNAVAILABLE}
 * @param batch how many records or messages the keeper gets at a time, to save or to load
 * @param preload how many of the records are loaded when Redis has lost them, before anyone asks for them, so that collections and
 *     lists have them; 0 for none. It doesn't matter for channels
 */
public record KeepOptions(Durability durability, int maxUnsaved, int batch, int preload) {
    public static final int MAX_BATCH = 1000;
    private static final int PRELOAD = RecordQuery.MAX_LIMIT;

    /** Writes and publications don't wait for the keeper. */
    public static final KeepOptions WRITE_BEHIND = new KeepOptions(Durability.WRITE_BEHIND, 10_000, 100, PRELOAD);

    /** Writes and publications wait for the keeper. */
    public static final KeepOptions WRITE_THROUGH = new KeepOptions(Durability.WRITE_THROUGH, 10_000, 100, PRELOAD);

    /**
     * @throws IllegalArgumentException if a number is less than 1, the batch larger than {@value #MAX_BATCH}, or {@code preload} less
     *     than 0
     */
    public KeepOptions {
        Objects.requireNonNull(durability, "durability");
        if (maxUnsaved < 1) {
            throw new IllegalArgumentException("maxUnsaved must be at least 1, found " + maxUnsaved);
        }
        if (batch < 1 || batch > MAX_BATCH) {
            throw new IllegalArgumentException("batch must be 1 to " + MAX_BATCH + ", found " + batch);
        }
        if (preload < 0) {
            throw new IllegalArgumentException("preload must be at least 0, found " + preload);
        }
    }

    /** These options, with another limit. */
    public KeepOptions maxUnsaved(int number) {
        return new KeepOptions(durability, number, batch, preload);
    }

    /** These options, with batches of another size. */
    public KeepOptions batch(int number) {
        return new KeepOptions(durability, maxUnsaved, number, preload);
    }

    /** These options, with another number of records that are loaded before anyone asks for them. */
    public KeepOptions preload(int number) {
        return new KeepOptions(durability, maxUnsaved, batch, number);
    }
}
