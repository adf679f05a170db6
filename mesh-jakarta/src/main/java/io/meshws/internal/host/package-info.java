/**
 * How applications are told of operations that ended elsewhere. Code that they chain to a stage runs on
 * {@link io.meshws.internal.host.Workers}, never on a thread that mesh itself needs, such as the one that completes the
 * engine's stages, or the tick.
 *
 * <p>Invariants: inside mesh, stages complete wherever their operation ends, and no application code runs there. Stages
 * that the application gets went through {@link io.meshws.internal.host.AppStages} or are already complete. However
 * many workers the application holds, the stages that it waits for still complete, because there is always another
 * worker.
 *
 * <p>Threads: the workers.
 */
package io.meshws.internal.host;
