/**
 * Records: values with versions, written by compare-and-set and followed by the instances whose clients subscribed.
 *
 * <p>Writes go through their record's {@link io.meshws.internal.record.RecordWriter}. It does the writes of one
 * instance to one record one after the other, and combines those that wait into one step, so that only other instances
 * can come in between. {@link io.meshws.internal.record.RecordPlan} computes such a step.
 *
 * <p>A change reaches subscribers in only one way, on the instance that wrote as on the others: from the store to the
 * {@link io.meshws.internal.record.RecordReplica}, which applies it once, encodes each form once, and queues it for all
 * subscribers. The value is sent along with a patch only if it's short. For a long one each replica applies the patch,
 * which costs one pass over the members on its path, and saves Redis and the network the full value for each instance.
 * A replica that misses a version reads the record again and sends everybody the full value.
 *
 * <p>Invariants: a subscriber's first frame of a record comes after the reply with the snapshot; it then gets every
 * version in order, or a full value that replaces several. A replica is in the table while it has subscribers or the
 * store sends it changes.
 *
 * <p>Threads: replicas and writers have none. Replicas are followers ({@link io.meshws.internal.follow}); the tasks of
 * writers run in a {@link io.meshws.internal.serial.SerialQueue}, on the threads that bring work. Keys in Redis: see
 * {@code cluster.redis}.
 */
package io.meshws.internal.record;
