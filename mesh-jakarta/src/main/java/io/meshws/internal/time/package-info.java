/**
 * Tasks that are due sooner than the next tick: an {@link io.meshws.internal.time.Agenda} keeps their times and has a
 * single one-shot for the nearest, which a {@link io.meshws.internal.time.Scheduler} runs.
 *
 * <p>Invariants: nothing relies on a one-shot, because a server may run it late or not at all; the tick does the same a
 * little later. There is one one-shot for each agenda, however much is due, and none after the agenda was stopped.
 *
 * <p>Threads: none; the scheduler has its own.
 */
package io.meshws.internal.time;
