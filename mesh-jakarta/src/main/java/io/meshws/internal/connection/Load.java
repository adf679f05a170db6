package io.meshws.internal.connection;

/**
 * The work in progress with one client.
 *
 * @param inFlight commands and requests
 * @param frames the frames in the outbox, including the one that is being sent
 * @param characters the length of these frames
 */
public record Load(int inFlight, int frames, long characters) {}
