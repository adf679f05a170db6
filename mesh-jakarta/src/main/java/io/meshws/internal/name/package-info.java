/**
 * Names: addresses that clients keep over their connections, and that beans can have. The store knows who has which
 * ({@link io.meshws.internal.cluster.NameStore}), and decides. The owner of a holder knows it too ({@code Holdings}), so
 * that nobody reaches a holder that lost its name. {@code Directory} knows the names that were asked for lately, and has the calls to
 * each name wait in a {@code CallQueue} while its holder is away.
 *
 * <p>Invariants: in the store a name has one holder at most. A client is told that it lost a name only after it was told
 * that it has it. A call that reached a holder is never sent again. Users of names hear of every change, in order; after an
 * outage of the store, everything is read and written again.
 *
 * <p>Threads: there are none. Everything that a change causes runs on the engine's thread, except for application code, which runs
 * on the workers.
 */
package io.meshws.internal.name;
