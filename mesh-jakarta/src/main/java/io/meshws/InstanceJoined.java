package io.meshws;

/**
 * CDI event: another instance is running. Fired once for each, including those that started before this one.
 *
 * @param instance as it described itself when it was first seen
 */
public record InstanceJoined(InstanceInfo instance) {}
