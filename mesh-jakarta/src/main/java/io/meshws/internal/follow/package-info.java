/**
 * Read, then follow: how this instance keeps a copy of something in the store that other instances change, and tells its
 * subscribers about the changes.
 *
 * <p>A {@link io.meshws.internal.follow.Follower} subscribes first and reads second, so that no change falls between the two. It
 * holds the changes that arrive in the meantime and applies the newer ones afterwards. It reads again after a gap, after a connection
 * to the store that was lost, after more changes than are worth keeping, and after anything that was thrown on the way to the
 * subscribers. When the thing isn't needed any more, it unsubscribes and retires. The feature defines changes and readings, how one
 * fits the other, and who is told: a {@link io.meshws.internal.follow.Replica}. Versions, epochs and the last message to each
 * subscriber belong to the feature; the follower doesn't know them.
 *
 * <p>The follower's state is one field of the sealed type {@link io.meshws.internal.follow.Phase}:
 *
 * <pre>
 *                 somebody needs it              read
 *   +-- Outdated ------------------&gt; Reading ----------&gt; Following
 *   |      ^  ^                         |                 |  |  |
 *   |      |  +-- something missed -----+-----------------+  |  | nobody needs it
 *   |      |                            | failed             |  v
 *   |      +-- a reason ---- Paused &lt;---+------- it threw ---+ Leaving
 *   |                           |                               |
 *   +-- nobody needs it --&gt; Retired &lt;----------------------------+
 * </pre>
 *
 * <p>Outdated and Paused are left through Leaving too if the store may be sending changes. A subscriber that
 * comes during Leaving waits, and the thing is read again. After Retired the feature's table makes a new follower: {@code retired}
 * has removed the old one from the table first.
 *
 * <p>To follow something new, such as a set of records that changes as records do, implement {@code Replica} with the set as its
 * state: {@code read} has the store send the changes of all records that may belong to it, and reads the set; {@code apply} answers
 * {@code KNOWN} for a version that the set has, {@code MISSED} if versions are left out, and tells members that come, change and go.
 * {@code replace} tells the difference between two sets. A set that needs a second question to the store answers its subscribers in
 * the {@code welcome} after that question, as presence does.
 *
 * <p>A {@link io.meshws.internal.follow.ReplyGate} stands before each subscriber: nothing about a subscription
 * overtakes the reply to it. Channels have no follower, because each of their subscribers begins at another position,
 * but they have the gate.
 *
 * <p>Threads: there are none. Tasks run in a {@link io.meshws.internal.serial.SerialQueue}, on the threads that bring work; nothing
 * waits, and no lock is held while subscribers are told.
 */
package io.meshws.internal.follow;
