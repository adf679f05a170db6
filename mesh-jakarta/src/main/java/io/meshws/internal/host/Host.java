package io.meshws.internal.host;

import io.meshws.internal.time.Scheduler;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What an instance needs of where it runs.
 *
 * @param workers for what may block; more of them come while those there are held
 * @param scheduler for what is due sooner than the next tick
 * @param nanos the clock of {@link System#nanoTime}
 */
public record Host(Executor workers, Scheduler scheduler, LongSupplier nanos) {}
