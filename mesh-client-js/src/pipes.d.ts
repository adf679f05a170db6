/** Pipes for the mesh client: conversations of two names. Times are in ms. */
import type { Json, MeshClient, MeshError } from "./client.js";

/** A message of the other end: JSON, or bytes. */
export type PipeData = Json | Uint8Array;

/**
 * One end of a pipe. Messages of one end arrive at the other in order, each once while both pages live, across reconnects.
 *
 * It's read with `for await (const data of pipe)`: a message counts as taken when the loop asks for the next one, or ends. Messages
 * that aren't read wait, and slow the sender. The loop ends when the pipe is closed and everything that arrived was read, and throws
 * if the other end closed the pipe with an error.
 */
export interface Pipe<T = any> extends AsyncIterable<T> {
  /** The name of this end. */
  readonly self: string;
  /** The name of the other end. */
  readonly peer: string;
  /** The name of the pipe. */
  readonly name: string;
  /** Whether both ends are connected, as far as is known here. */
  readonly isOpen: boolean;
  /** Resolves when both ends were connected for the first time; rejects if the pipe is closed before. */
  readonly opened: Promise<void>;
  /**
   * Sends JSON, or bytes, of which it makes a copy. Resolves when the application at the other end took it, however long that
   * takes. Rejects with EUNKNOWN if it was sent to a process that is gone, which may have taken it; with EGONE, or the other
   * end's error, if the pipe was closed before; with EBUSY if too much waits here; with EPAYLOAD if it can't be sent.
   */
  send(data: unknown): Promise<void>;
  /** Sends a Blob, such as a file, in pieces of bytes, and reads it no faster than they are taken. Resolves when all were. */
  sendBlob(blob: Blob, options?: { onProgress?: (taken: number, size: number) => void }): Promise<void>;
  /** Ends the pipe at both ends; an error is told to the other one. Messages that weren't acknowledged reject. */
  close(error?: MeshError): void;
}

/**
 * Opens a pipe from a name that this client has taken. Resolves when the server agreed, whether or not the other end is there:
 * messages sent before then wait. Rejects with EFORBIDDEN if this client may not, or doesn't have the name.
 */
export function openPipe<T = any>(client: MeshClient, self: string, peer: string, name: string): Promise<Pipe<T>>;

/**
 * Accepts the pipes that others open to names of this client. If the acceptor fails, the pipe is closed with an error.
 *
 * @param names of pipes: one, or a pattern that matches them as a whole; of several acceptors that match, the first accepts
 * @returns a function to stop
 */
export function onPipe<T = any>(
  client: MeshClient,
  names: string | RegExp,
  acceptor: (pipe: Pipe<T>) => unknown,
): () => void;
