/**
 * How much clients may do: how many connections they have, how fast they send commands, and how often they were refused. What
 * exceeds a limit is refused at once, because a server that made clients wait would have to keep what they sent. Only those who write what many
 * clients get wait, for this instance to deliver it ({@link io.meshws.internal.limit.Pace}).
 */
package io.meshws.internal.limit;
