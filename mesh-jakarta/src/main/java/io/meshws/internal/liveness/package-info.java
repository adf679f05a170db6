/**
 * Checks whether clients are alive: a tick about every second, driven by the deployment's timer, pings some of the
 * clients.
 *
 * <p>Invariants: pings go through the connection's outbox, so the tick never waits for a client. A client that doesn't
 * respond is treated as closed at once, because its peer never completes the container's close. {@link
 * io.meshws.internal.connection.Pulse} has the state of one client. Nothing of this is in the store.
 */
package io.meshws.internal.liveness;
