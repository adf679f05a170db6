package io.meshws;

/**
 * CDI event: another instance stopped, or died and its data was removed. If it was only unreachable and comes back,
 * {@link InstanceJoined} follows.
 *
 * @param instance as it described itself last
 */
public record InstanceGone(InstanceInfo instance) {}
