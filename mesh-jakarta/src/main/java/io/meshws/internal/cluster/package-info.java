/**
 * What the features need from the shared store and from the other instances, as small interfaces that state atomicity
 * and delivery guarantee. {@code cluster.redis} implements them for any number of instances, {@code cluster.memory} for
 * one.
 *
 * <p>The rule that keeps them small: <b>an instance is the only writer of what belongs to its own connections</b>. It
 * keeps the truth in its memory and a copy in the store, for everyone else's questions. What another instance wants
 * changed, it asks the owner to change ({@link io.meshws.internal.cluster.OwnerCalls}). So nothing needs a lock, and an instance
 * that lost the store writes its part again when the store is back ({@link io.meshws.internal.cluster.Receiver#rejoined}).
 *
 * <p>Threads: every method returns at once. Stages complete on threads on which application code may run; {@link
 * io.meshws.internal.cluster.Receiver} is called on the engine's own threads and must not block. Every stage of an operation that
 * the store did not confirm in time fails with {@link io.meshws.ClusterUnavailableException}.
 */
package io.meshws.internal.cluster;
