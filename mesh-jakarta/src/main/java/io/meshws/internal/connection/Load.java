package io.meshws.internal.connection;

/**
 * What is under way with one client.
 *
 * @param inFlight commands and requests
 * @param frames in the outbox, the one that is being sent included
 * @param characters of these frames
 */
public record Load(int inFlight, int frames, long characters) {}
