/**
 * Who is present in tracked rooms. The store has everyone's deadline and state ({@link
 * io.meshws.cluster.PresenceDirectory}); this instance renews those of its own members ({@code OwnMembers}), takes what is
 * overdue ({@code Sweep}), and keeps for each room with subscribers what they know ({@code PresenceBoard}).
 *
 * <p>Invariants: a change and its publication are one step of the store, so whoever makes it announces it, once; a
 * subscriber is told of differences between what its board knew and knows, so lost or repeated publications never show; a
 * connection that closed is never left present by an operation that was under way. Nothing here waits: ticks begin
 * operations, their ends may run on any thread.
 */
package io.meshws.presence;
