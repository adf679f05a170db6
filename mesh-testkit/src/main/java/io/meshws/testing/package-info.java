/**
 * The tools that tests of several modules use: {@link io.meshws.testing.EmbeddedRedis a real Redis}, {@link
 * io.meshws.testing.Postgres a real PostgreSQL}, {@link io.meshws.testing.Cable a network that fails}, {@link
 * io.meshws.testing.Eventually waiting with a bound}, and {@link io.meshws.testing.FollowedRecord the copy of a record} that
 * a client keeps.
 *
 * <p>It's not deployed, and knows nothing of the server: tests that need its internals are in {@code mesh-jakarta},
 * tests that need servers in {@code src-it}.
 */
package io.meshws.testing;
