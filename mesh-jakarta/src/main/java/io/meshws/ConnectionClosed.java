package io.meshws;

/**
 * CDI event: a client of this instance has disconnected. Fired once for each {@link ConnectionOpened}.
 *
 * @param code the WebSocket close code; 1006 if the connection was lost
 */
public record ConnectionClosed(MeshConnection connection, int code, String reason) {}
