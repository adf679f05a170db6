/**
 * Records and channels that are kept outside of the store too, by keepers of the application.
 *
 * <p>A {@link io.meshws.internal.keep.KeptRecords} stands before the store and is a store itself, so that callers see no difference.
 * Records that the store doesn't have are loaded, by one {@link io.meshws.internal.keep.Loader} for each keeper, and given to the
 * store with their versions. A {@link io.meshws.internal.keep.KeptChannels} does the same for channels: it adds the messages that the
 * store doesn't have to a reading, and continues a channel that the store doesn't have. Each write is noted in the store as unsaved,
 * in the same step. Both are a {@link io.meshws.internal.keep.Kept}, which finds the keeper of a name. A
 * {@link io.meshws.internal.keep.Saver} on every instance takes unsaved items, written by any instance, and has them given to the
 * keepers in batches.
 *
 * <p>Invariants: a record is noted as unsaved until a keeper has its last version, and a message until a keeper has it. A write always
 * builds on a version that was found or loaded, so a version number never stands for two versions that a keeper could be given, except
 * if the store goes back in time. If a keeper has a later version, it says so, and the store then continues above that. A message is
 * in the store, in the keeper, or in both.
 *
 * <p>Threads: keepers are called on workers. Everything else runs on the threads that bring answers.
 */
package io.meshws.internal.keep;
