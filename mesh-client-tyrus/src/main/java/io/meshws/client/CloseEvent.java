package io.meshws.client;

/**
 * How a connection ended.
 *
 * @param code a WebSocket close code; 1006 where the connection was lost without a word, 1000 where this client closed it
 * @param reason what the closing side said, or an empty string
 */
public record CloseEvent(int code, String reason) {}
