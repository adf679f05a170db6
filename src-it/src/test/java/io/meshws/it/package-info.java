/**
 * Tests against real servers. Every {@code *IT} runs twice: on Payara Micro and on WildFly.
 *
 * <p>A test that needs one deployment uses Arquillian: {@link io.meshws.it.Wars} makes the archive, {@code WireIT} is
 * an example. A test about several instances, or about instances that die, starts them as {@link
 * io.meshws.it.ServerProcess}. Both communicate through mesh's own client, as users do, or through {@link
 * io.meshws.it.WireClient}, which only knows frames. {@link io.meshws.testing.EmbeddedRedis} is a real Redis that can go
 * away, freeze and come back empty.
 *
 * <p>Everything listens on 127.0.0.1, on a port found free when it starts, and ends with the test. A test uses unique
 * names for its data in Redis, and waits with a deadline for a condition, never for a time.
 */
package io.meshws.it;
