/**
 * Rooms. The instance knows its own members of each room and delivers to them without asking anyone; the store knows
 * all members, and which instances have some.
 *
 * <p>Invariant: a connection is in the local index only after the store was told so, and is never added after it
 * closed.
 */
package io.meshws.internal.room;
