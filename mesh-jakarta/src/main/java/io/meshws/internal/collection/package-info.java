/**
 * Collections: sets of records that follow the writes, each as one client sees it.
 *
 * <p>A {@link io.meshws.internal.collection.LiveCollection} is the subscription of one client. Its members come from a selection: ids,
 * or a query, which a {@link io.meshws.internal.collection.LiveQuery} keeps up to date. Queries of all clients of this instance
 * with the same bucket of an index share an {@link io.meshws.internal.collection.IndexReplica}, a follower
 * ({@link io.meshws.internal.follow}) of the changes there. So a write costs only the collections
 * that it concerns, and no resolver is asked about it unless it said that it depends on such a query.
 *
 * <p>A member that the client may read is followed as any record is, by the replica that all of its subscribers on this instance share.
 * A record that doesn't exist is followed too, but isn't in the collection until it does.
 *
 * <p>Invariants: a client hears nothing of a collection before the reply; of a record nothing before the reply or difference
 * that names it, and nothing after the difference that takes it away. The versions of a subscription's differences increase by
 * one.
 *
 * <p>Threads: there are none. Everything about one subscription happens in tasks of its {@link
 * io.meshws.internal.serial.SerialQueue}.
 */
package io.meshws.internal.collection;
