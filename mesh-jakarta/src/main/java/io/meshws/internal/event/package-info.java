/**
 * Events between instances: CDI events that travel, and those that are emitted by name. They are the same events.
 *
 * <p>Invariants: listeners of this instance are told of its own events on the emitting thread, before they are sent. This
 * instance listens to a name as long as it has listeners here ({@link io.meshws.internal.event.Interest}), so it receives
 * only events that are wanted. If a listener throws, the others aren't affected.
 *
 * <p>Threads: listeners of this instance's events run on the thread that emits; those of others' on the workers, one event
 * of a sender after the other ({@link io.meshws.internal.event.Lanes}), in a request scope. Nothing waits for the store.
 */
package io.meshws.internal.event;
