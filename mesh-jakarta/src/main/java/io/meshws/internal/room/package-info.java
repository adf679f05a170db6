/**
 * Rooms. The instance knows its own members of each room and delivers to them without asking; the store knows all members
 * and which instances have some.
 *
 * <p>Invariant: a connection is in the local index only while the store was told so, and is never added after it closed.
 */
package io.meshws.internal.room;
