/**
 * Records: values with versions, written by compare-and-set and followed by the instances whose clients subscribed.
 *
 * <p>A write goes through its record's {@link io.meshws.internal.record.RecordWriter}: the writes of one instance to one record are
 * done one after the other, those that wait together in one step, so that only other instances can come between. {@link
 * io.meshws.internal.record.RecordPlan} is what such a step does.
 *
 * <p>A change reaches subscribers one way only, on the instance that wrote as on the others: from the store to the {@link
 * io.meshws.internal.record.RecordReplica}, which applies it once, encodes each form once, and queues it for all. With a patch the
 * value travels only where it is short: a long one is patched by each replica, which costs it one pass over the members on
 * the way, and spares Redis and the network the full value for each instance. A replica that misses a version reads the
 * record again and sends everybody the full value.
 *
 * <p>Invariants: a subscriber's first frame of a record comes after the reply with the snapshot; it then gets every version
 * in order, or a full value that stands in for those left out. A replica is in the table while it has subscribers or the
 * store sends it changes.
 *
 * <p>Threads: replicas and writers have none; replicas are followers ({@link io.meshws.internal.follow}), and the tasks of writers take
 * {@link io.meshws.internal.serial.SerialQueue} on the threads that bring work. Keys in Redis: see {@code cluster.redis}.
 */
package io.meshws.internal.record;
