/**
 * What is due sooner than the next tick: an {@link io.meshws.internal.time.Agenda} keeps what is due when and has one
 * one-shot for the nearest of it, which a {@link io.meshws.internal.time.Scheduler} runs.
 *
 * <p>Invariants: nothing relies on a one-shot, because a server may run it late or not at all; the tick does the same a
 * little later. There is one one-shot an agenda, however much is due, and none after the agenda was stopped.
 *
 * <p>Threads: there are none; the scheduler brings its own.
 */
package io.meshws.internal.time;
