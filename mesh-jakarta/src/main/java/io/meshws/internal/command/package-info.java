/**
 * Commands: a frame is read once, with limits, and runs through middleware and handler to one reply.
 *
 * <p>Threads: everything runs on the container's thread that brought the frame. If a handler or middleware returns a
 * stage, the rest runs on the thread that completes it. Nothing here waits for Redis. Invariant: each request is
 * answered exactly once, by its result, an error, or its time-out.
 */
package io.meshws.internal.command;
