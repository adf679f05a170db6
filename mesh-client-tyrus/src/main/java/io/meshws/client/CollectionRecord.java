package io.meshws.client;

/**
 * A record in a collection, at one version.
 *
 * @param <T> the values
 */
public record CollectionRecord<T>(String id, T value, long version) {}
