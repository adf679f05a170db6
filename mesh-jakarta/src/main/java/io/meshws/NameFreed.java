package io.meshws;

/**
 * CDI event: nobody has a name any longer. Fired once in the cluster, on the instance that freed it: for its client, by
 * {@link Names#free}, or because the holder was away too long.
 *
 * @param holder who had it
 */
public record NameFreed(NameHolder holder) {}
