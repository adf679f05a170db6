/**
 * Channels. The instance knows its own subscribers of each channel and delivers to them what {@link
 * io.meshws.internal.cluster.ChannelLog} sends; it's subscribed there while it has subscribers.
 *
 * <p>Invariants: each subscriber gets each offset of an epoch at most once, and in order, because it remembers the last
 * one. A subscriber is in its {@link io.meshws.internal.channel.Feed} before the log is asked for the channel's
 * position, and is held back until the reply with that position is queued. So there is no gap and no repetition between
 * the reply and the first live frame. After a gap, and after the store was lost, a feed reads the messages that it
 * missed, as far as they are kept, and holds back messages that arrive in between.
 *
 * <p>Threads: messages are delivered on the engine's thread that brought them, under the lock of their channel's feed,
 * which orders them; delivering only enqueues. Nothing asks the log under that lock. In Redis: see {@code
 * io.meshws.internal.cluster.redis}.
 */
package io.meshws.internal.channel;
