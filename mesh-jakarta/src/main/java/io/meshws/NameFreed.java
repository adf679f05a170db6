package io.meshws;

/**
 * CDI event: a name is free again. Fired once in the cluster, on the instance that freed it: for its client, by
 * {@link Names#free}, or because the holder was away too long.
 *
 * @param holder who had it
 */
public record NameFreed(NameHolder holder) {}
