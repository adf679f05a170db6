package io.meshws;

/**
 * CDI event: another instance stopped, or died and was cleaned up after. If it only was away and comes back, {@link
 * InstanceJoined} follows.
 *
 * @param instance as it described itself last
 */
public record InstanceGone(InstanceInfo instance) {}
