package io.meshws.internal.host;

import io.meshws.internal.time.Scheduler;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The environment of an instance.
 *
 * @param workers for tasks that may block; more threads are added while the existing ones are held
 * @param scheduler for tasks that are due sooner than the next tick
 * @param nanos the clock of {@link System#nanoTime}
 */
public record Environment(Executor workers, Scheduler scheduler, LongSupplier nanos) {}
