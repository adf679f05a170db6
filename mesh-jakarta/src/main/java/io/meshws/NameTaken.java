package io.meshws;

/**
 * CDI event: a name has a new holder, which may have replaced another one. Fired once in the cluster, on the instance
 * that the new holder is on. A holder that comes back in time is no new one.
 */
public record NameTaken(NameHolder holder) {}
