/**
 * The clients of this instance: their way out ({@link io.meshws.internal.connection.Outbox}), what is in flight with them, and the
 * facade {@link io.meshws.Connections} that reaches the clients of all instances.
 *
 * <p>What another instance owns is asked of it: an {@link io.meshws.internal.connection.OwnerRequest} goes through {@link
 * io.meshws.internal.connection.OwnerCalls} to whoever performs it, here or there. Only between instances it has the form that {@link
 * io.meshws.internal.connection.OwnerForm} gives it; operations that a newer version added are dropped, and logged, where messages are read.
 *
 * <p>Invariants: whatever is sent to a client goes through its outbox; what the store holds of a connection is changed by
 * its owner only, one change after the other; a connection that was announced as open is announced as closed once.
 */
package io.meshws.internal.connection;
