/**
 * Passes the frames of pipes from one end to the other. The state of a pipe is known by its two ends alone; this instance knows
 * which of its clients opened which pipes, and so whether a frame may pass, and to which client. A pipe's id is made of the
 * candidates of its two ends, so no other client can name it.
 *
 * <p>Threads: frames of clients come on the container's threads, those of other instances and changes of names on the
 * engine's. Nothing here waits.
 */
package io.meshws.internal.pipe;
