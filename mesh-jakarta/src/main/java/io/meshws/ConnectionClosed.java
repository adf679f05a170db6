package io.meshws;

/**
 * CDI event: a client of this instance is gone. Fired once for each {@link ConnectionOpened}.
 *
 * @param code the WebSocket close code; 1006 where the peer vanished
 */
public record ConnectionClosed(MeshConnection connection, int code, String reason) {}
