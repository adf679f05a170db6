package io.meshws.client;

/**
 * How a connection ended.
 *
 * @param code a WebSocket close code; 1006 if the connection was lost without a word, 1000 if this client closed it
 * @param reason the closing side's text, or an empty string
 */
public record CloseEvent(int code, String reason) {}
