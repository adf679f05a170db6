/**
 * How much clients may do: how many connections they have, how fast they send commands, and how often they were refused. Anything
 * beyond a limit is refused at once, because a server that made clients wait would have to keep their frames. Only writers to many
 * subscribers wait, until this instance has delivered their messages ({@link io.meshws.internal.limit.Pace}).
 */
package io.meshws.internal.limit;
