/**
 * The engine for one instance without Redis: the same promises as {@code cluster.redis}, kept in maps of this JVM. It is
 * the default where no Redis is configured, so that an application runs with nothing else installed; what it holds is
 * gone with the instance.
 *
 * <p>Threads: none of its own. Every stage is complete when it is returned.
 */
package io.meshws.internal.cluster.memory;
