/**
 * The shared store and the other instances, as small interfaces that define the atomicity and delivery guarantees which the
 * features need. {@code cluster.redis} implements them for any number of instances, {@code cluster.memory} for
 * one.
 *
 * <p>One rule keeps them small: <b>an instance is the only writer of the data of its own connections</b>. It keeps the truth
 * in its memory, and a copy in the store for everyone else's questions. If another instance wants a change, it asks the owner
 * ({@link io.meshws.internal.cluster.ClusterMessage.Call}). So no lock is needed, and an instance that lost the store writes
 * its data again when the store is back ({@link io.meshws.internal.cluster.Receiver#rejoined}).
 *
 * <p>Threads: every method returns at once. Stages complete on threads on which application code may run. {@link
 * io.meshws.internal.cluster.Receiver} is called on the engine's own threads and must not block. Every stage of an
 * operation that the store didn't confirm in time fails with {@link io.meshws.ClusterUnavailableException}.
 */
package io.meshws.internal.cluster;
