/**
 * One thing after another, without locks and without waiting: tasks ({@link io.meshws.internal.serial.SerialQueue}), operations that
 * end later ({@link io.meshws.internal.serial.SerialOperations}), and the loop below both queues and outboxes
 * ({@link io.meshws.internal.serial.DrainLoop}). {@link io.meshws.internal.serial.Attempt} turns an exception of a call into a
 * failed stage, so that code that waits for its end goes on.
 *
 * <p>Threads: there are none. Everything runs on the threads that bring work, or on those that complete a stage.
 */
package io.meshws.internal.serial;
