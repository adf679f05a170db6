/**
 * What happens as time goes by: one tick about every second, driven by whichever timer the deployment has, asks some of
 * the clients whether they are there.
 *
 * <p>Invariants: questions go through the connection's outbox, so the tick never waits for a client; a client that does not
 * respond is treated as closed at once, because its peer never completes the container's close. What is known of one
 * client is in its {@link io.meshws.internal.connection.Pulse}. Nothing of this is in the store.
 */
package io.meshws.internal.liveness;
