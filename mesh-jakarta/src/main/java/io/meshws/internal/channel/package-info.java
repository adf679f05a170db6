/**
 * Channels. The instance knows its own subscribers of each channel and delivers to them what {@link
 * io.meshws.internal.cluster.ChannelLog} tells it; it is subscribed there while it has any.
 *
 * <p>Invariants: each subscriber gets each offset of an epoch once at most, and in order, for it remembers the last one. A
 * subscriber is in its {@link io.meshws.internal.channel.Feed} before the log is asked where the channel stands, and is held back
 * until the reply that says so is queued: so between what the reply holds and the first live frame there is no gap and
 * nothing double. After a gap, and after the store was lost, a feed reads what it missed, as far as it is kept, and holds
 * back what comes meanwhile.
 *
 * <p>Threads: messages are delivered on the engine's thread that brought them, under the lock of their channel's feed,
 * which orders them; delivering only enqueues. Nothing asks the log under that lock. In Redis: see {@code
 * io.meshws.internal.cluster.redis}.
 */
package io.meshws.internal.channel;
