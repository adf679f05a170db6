/**
 * The engine for any number of instances: Redis through Redisson.
 *
 * <h2>Keys</h2>
 *
 * With {@code P} for the prefix ({@link io.meshws.internal.cluster.Identity}), {@code I} for an instance id and {@code R} for a room name in which braces and
 * percent signs are percent-encoded. Braces in keys are Redis Cluster's hash tags: what a script touches together is in
 * one slot.
 *
 * <table>
 * <caption>Keys and channels</caption>
 * <tr><th>key</th><th>what</th></tr>
 * <tr><td>{@code P:instances}</td><td>sorted set of the instances; the score is the deadline of each one's lease, in ms of
 * Redis' clock</td></tr>
 * <tr><td><code>{P:instances}:dead</code></td><td>sorted set of the instances that are being cleaned up after; the score
 * is the time until which the cleaner holds each</td></tr>
 * <tr><td><code>{P:instances}:cleaners</code></td><td>hash: dead instance to cleaner</td></tr>
 * <tr><td><code>{P:instances}:beat</code></td><td>when any instance last renewed its lease</td></tr>
 * <tr><td>{@code P:instance:{I}:connections}</td><td>hash: connection id to metadata, JSON text</td></tr>
 * <tr><td>{@code P:instance:{I}:memberships}</td><td>sorted set, all with the score 0: connection id, space, room. May
 * name rooms that the connection just left or is just joining, never less than the member sets</td></tr>
 * <tr><td>{@code P:room:{R}:members:I}</td><td>set of the connection ids of an instance that are in the room</td></tr>
 * <tr><td>{@code P:room:{R}:instances}</td><td>set of the instances that have members in the room</td></tr>
 * <tr><td>{@code P:presence:{R}:deadlines}</td><td>sorted set of the connections that are present; the score is the
 * deadline of each, in ms of Redis' clock</td></tr>
 * <tr><td>{@code P:presence:{R}:users}</td><td>hash: connection id to user, of those who have one</td></tr>
 * <tr><td>{@code P:presence:{R}:states}</td><td>hash: connection id to state, JSON text</td></tr>
 * <tr><td>{@code P:presence:{R}:state-deadlines}</td><td>sorted set: connection id to the deadline of its state</td></tr>
 * <tr><td>{@code P:presence:{R}:version}</td><td>the number of the last change that was published</td></tr>
 * <tr><td>{@code P:presence:{R}:watchers}</td><td>sorted set of the instances with subscribers; the score is until when
 * each watches</td></tr>
 * <tr><td>{@code P:room-metadata}</td><td>hash: room name to metadata, JSON text</td></tr>
 * <tr><td>{@code P:channel:{C}}</td><td>hash of a channel, with {@code C} for its name, encoded as {@code R} is: {@code
 * epoch}, random, and {@code offset} of the last message. Like the next two it begins with the first publication and goes
 * {@code mesh.channel-ttl} after the last one</td></tr>
 * <tr><td>{@code P:channel:{C}:history}</td><td>list of the kept messages, newest first: offset, space, message</td></tr>
 * <tr><td>{@code P:channel:{C}:publications}</td><td>sorted set of the ids of the last publications, scored by offset; goes
 * a minute after the last one</td></tr>
 * <tr><td>{@code P:channel:{C}:instances}</td><td>hash of the instances that have subscribers: the channel that the
 * instance listens to, to the ticket of its subscription</td></tr>
 * <tr><td>{@code P:record:{D}}</td><td>hash of the record with the id {@code D}, encoded as room names are: {@code e} epoch,
 * {@code v} version, {@code d} value, JSON text, absent where the record was deleted, {@code w} the ids of the last writes,
 * {@code r} the instance that has the record for itself and until when. Ends a day after the deletion</td></tr>
 * <tr><td>{@code P:record:{D}:instances}</td><td>set of the instances that follow the record</td></tr>
 * <tr><td>{@code P:instance:{I}:channels}</td><td>set of the channels that an instance is subscribed to; may name more,
 * never less than the hashes of instances</td></tr>
 * <tr><td>{@code P:instance:{I}:records}</td><td>set of the ids of the records that an instance follows; may name more, never
 * less than the sets of instances</td></tr>
 * <tr><td>{@code P:instance:{I}:presence}</td><td>set of the rooms whose presence an instance watches; may name more, never
 * less than the sets of watchers</td></tr>
 * <tr><td>{@code P:bus:{I}}</td><td>the channel that an instance listens to; the only one</td></tr>
 * </table>
 *
 * <h2>Texts</h2>
 *
 * Names are valid UTF-8. Values need not be: a client can send unpaired surrogates as escapes in JSON. {@link
 * io.meshws.internal.cluster.redis.TextCodec} carries every text there and back as it was.
 *
 * <h2>Threads</h2>
 *
 * Netty leaves thread-locals on every thread that calls into Redisson. In a WAR that would keep the class loader of the
 * application alive after it was undeployed, so only {@code mesh-redis}, one thread of this engine, ever calls Redisson.
 * It may wait for Redis while it connects and stops, and does not while operations run. Stages complete on
 * {@code mesh-callback}, two threads that nothing may block; never on Redisson's or Netty's. What the application chains to
 * a stage runs elsewhere ({@link io.meshws.internal.host.AppStages}). {@code Receiver.received} is called on Redisson's
 * listener threads, one message after the other.
 *
 * <h2>When Redis is away</h2>
 *
 * Whatever goes wrong with the connection as a whole, the answer is the same: the session ends, everything in flight
 * fails, and sessions are tried until one stands ({@link io.meshws.internal.cluster.redis.Link}). There is no second way to become
 * connected.
 *
 * <h2>Scripts</h2>
 *
 * All access goes through the {@code .lua} files beside this package, each with its keys, arguments and result at its
 * head; they always run on the master, so that what was written is seen. Commands are never sent twice by Redisson:
 * retries are off, for an operation whose answer got lost may have happened.
 */
package io.meshws.internal.cluster.redis;
