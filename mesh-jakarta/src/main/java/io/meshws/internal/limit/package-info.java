/**
 * How much clients may do: how fast they send commands, and how often they were refused. Nothing here waits: what exceeds
 * a limit is refused at once, because a server that made clients wait would have to keep what they sent.
 */
package io.meshws.internal.limit;
