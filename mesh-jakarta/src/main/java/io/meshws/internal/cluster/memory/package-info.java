/**
 * The engine for one instance without Redis. It keeps the same promises as {@code cluster.redis}, in maps of this JVM.
 * It's the default if no Redis is configured, so that an application runs without any other program; its data is gone
 * when the instance stops.
 *
 * <p>Threads: none of its own. Every stage is complete when it's returned.
 */
package io.meshws.internal.cluster.memory;
