/**
 * The engine for any number of instances: Redis through Redisson.
 *
 * <h2>Keys</h2>
 *
 * {@code docs/architecture.md} lists all keys and channels, with the content and end of each. Braces in keys are
 * Redis Cluster's hash tags: keys that a script touches together are in one slot. The sets of an instance's members and subscriptions
 * ({@code memberships}, {@code channels}, {@code records}, {@code presence}) may name more than is true, never less, so
 * that cleaning up after the instance misses nothing.
 *
 * <h2>Texts</h2>
 *
 * Names are valid UTF-8. Values need not be: a client can send unpaired surrogates as escapes in JSON. {@link
 * io.meshws.internal.cluster.redis.TextCodec} carries every text there and back as it was.
 *
 * <h2>Threads</h2>
 *
 * Netty leaves thread-locals on every thread that calls into Redisson. In a WAR that would keep the class loader of the
 * application alive after it was undeployed, so only {@code mesh-redis}, one thread of this engine, ever calls Redisson.
 * It may wait for Redis while it connects and stops, but not while operations run. Stages complete on
 * {@code mesh-callback}, two threads that nothing may block; never on Redisson's or Netty's. Code that the application chains to
 * a stage runs elsewhere ({@link io.meshws.internal.host.AppStages}). {@code Receiver.received} is called on Redisson's
 * listener threads, one message after the other.
 *
 * <h2>When Redis is away</h2>
 *
 * Any failure of the connection as a whole has the same consequence: the session ends, everything in flight
 * fails, and new sessions are tried until one succeeds ({@link io.meshws.internal.cluster.redis.Link}). There is no second
 * way to become connected.
 *
 * <h2>Scripts</h2>
 *
 * All access goes through the {@code .lua} files beside this package, each of which documents its keys, arguments and result at its
 * head. They always run on the master, so that a script sees all earlier writes. Redisson never sends a command twice: retries are
 * off, because an operation may have happened even if its answer was lost.
 */
package io.meshws.internal.cluster.redis;
