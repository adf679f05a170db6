/**
 * How applications are told of what ended elsewhere: what they chain to a stage runs on {@link
 * io.meshws.internal.host.Workers}, never on a thread that mesh needs to go on, such as the one that completes the stages of
 * the engine, or the tick.
 *
 * <p>Invariants: inside mesh stages complete wherever their operation ends, and nothing of the application runs there; what is
 * handed to the application went through {@link io.meshws.internal.host.AppStages} or is complete already. However many
 * workers the application holds, whatever it waits for still completes: there is always another one.
 *
 * <p>Threads: the workers.
 */
package io.meshws.internal.host;
