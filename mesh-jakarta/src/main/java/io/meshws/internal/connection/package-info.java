/**
 * The clients of this instance: their outgoing frames ({@link io.meshws.internal.connection.Outbox}), their commands
 * and requests in flight, and the facade {@link io.meshws.Connections} that reaches the clients of all instances.
 *
 * <p>To change a connection that another instance owns, ask that instance: an
 * {@link io.meshws.internal.connection.OwnerRequest} goes through {@link io.meshws.internal.connection.OwnerCalls} to
 * the code that performs it, here or there. Only between instances does it have the form that
 * {@link io.meshws.internal.connection.OwnerForm} gives it. Operations that a newer version added are dropped and
 * logged when messages are read.
 *
 * <p>Invariants: everything that is sent to a client goes through its outbox. Only the owner of a connection changes
 * the store's data about it, one change after the other. A connection that was announced as open is announced as closed
 * once.
 */
package io.meshws.internal.connection;
