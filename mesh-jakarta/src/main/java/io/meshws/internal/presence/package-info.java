/**
 * The members who are present in tracked rooms. The store has everyone's deadline, user and state
 * ({@link io.meshws.internal.cluster.PresenceDirectory}). Memberships of rooms make members present ({@code TrackedMemberships}).
 * This instance renews the deadlines of its own members and can write them again ({@code LocalMembers}), publishes their states
 * ({@code States}), and removes overdue ones ({@code PresenceSweep}). For each room with subscribers it follows the store's
 * publications ({@code RoomPresence}) and knows the members ({@code Roster}).
 *
 * <p>Invariants: a change and its publication are one step of the store, so the instance that makes it announces it, once. A
 * subscriber is told of differences between the former and the new state of its room, so lost or repeated publications never
 * show. Of the states of a connection a subscriber gets at least the last, and none after the leave. Only the owner of a
 * connection writes its state. An operation in progress never leaves a closed connection present.
 *
 * <p>Threads: there are none; ticks begin operations, and the code after them runs on the threads that end them. Each
 * {@code RoomPresence} is a follower ({@link io.meshws.internal.follow}), so nothing waits and no lock is held while subscribers
 * are told.
 */
package io.meshws.internal.presence;
