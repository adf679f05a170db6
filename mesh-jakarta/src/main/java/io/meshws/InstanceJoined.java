package io.meshws;

/**
 * CDI event: another instance is there. Fired once for each, also for those that were there before this one.
 *
 * @param instance as it described itself when it was seen first
 */
public record InstanceJoined(InstanceInfo instance) {}
