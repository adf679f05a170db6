/**
 * Who is present in tracked rooms. The store has everyone's deadline, user and state ({@link
 * io.meshws.internal.cluster.PresenceDirectory}); this instance renews those of its own members and can write them anew ({@code
 * LocalMembers}), publishes their states ({@code States}), takes what is overdue ({@code Sweep}), and for each room with
 * subscribers follows what the store publishes ({@code RoomPresence}) and knows who is there ({@code Roster}).
 *
 * <p>Invariants: a change and its publication are one step of the store, so whoever makes it announces it, once; a
 * subscriber is told of differences between what its room knew and knows, so lost or repeated publications never show; of
 * the states of a connection a subscriber gets at least the last, and none after the leave; only the owner of a connection
 * writes its state; a connection that closed is never left present by an operation that was under way.
 *
 * <p>Threads: there are none; ticks begin operations, and what follows runs where they end. Each {@code
 * RoomPresence} is a follower ({@link io.meshws.internal.follow}), so nothing waits and no lock is held while anybody is told.
 */
package io.meshws.internal.presence;
