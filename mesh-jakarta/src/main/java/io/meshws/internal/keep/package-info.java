/**
 * Records and channels that are kept outside of the store too, by keepers of the application.
 *
 * <p>A {@link io.meshws.internal.keep.KeptRecords} stands before the store and is one itself, so that nobody else has to know: what
 * the store doesn't have is loaded, by one {@link io.meshws.internal.keep.Loader} for each keeper, and given to the store
 * with its version. A {@link io.meshws.internal.keep.KeptChannels} does so with channels: it completes what is read with messages
 * that the store doesn't have, and lets a channel that the store doesn't have go on. What is written is noted in the store as
 * unsaved, in the step that writes it. Both are a {@link io.meshws.internal.keep.Kept}, which finds the keeper of a name. A
 * {@link io.meshws.internal.keep.Saver} on every instance takes what is unsaved, from whatever instance, and has it given to the
 * keepers in batches.
 *
 * <p>Invariants: a record is noted as unsaved until a keeper has its last version, and so is a message; nothing is written on top of
 * a version that wasn't found or loaded, and so a version number never stands for two versions that a keeper could be given, except if
 * the store goes back in time. A keeper that has a later version says so, and the store then continues above that. A message is
 * in the store, in the keeper, or in both.
 *
 * <p>Threads: keepers are called on workers. Everything else runs on the threads that bring answers.
 */
package io.meshws.internal.keep;
