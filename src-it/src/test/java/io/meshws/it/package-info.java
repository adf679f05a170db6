/**
 * Tests against real servers. Every {@code *IT} runs twice: on Payara Micro and on WildFly.
 *
 * <p>A test that one deployment serves uses Arquillian: {@link io.meshws.it.Wars} makes the archive, {@code WireIT} shows
 * the form. A test about several instances, or about instances that die, starts them as {@link io.meshws.it.ServerProcess}. Both talk
 * through mesh's own client, as users do, or through {@link io.meshws.it.WireClient}, which knows of frames and of nothing else. {@link io.meshws.it.EmbeddedRedis} is a
 * real Redis that can go away, freeze and come back empty.
 *
 * <p>Everything listens on 127.0.0.1 at a port found free when it starts, and ends with the test. A test gives what it stores
 * in Redis a unique name, and waits with a deadline for what it expects, never for a time.
 */
package io.meshws.it;
