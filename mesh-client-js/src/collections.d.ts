/** Collections for the mesh client: sets of records that follow writes. */
import type { Json, MeshClient } from "./client.js";

/** A record in a collection, at one version. */
export interface CollectionRecord<T = any> {
  readonly id: string;
  readonly record: T;
  readonly version: number;
}

/**
 * A live list. It outlives connections: after a reconnect it is subscribed again, and gets the changes meanwhile. If the server
 * refuses that, or stops exposing it, the client emits "lost" with the kind "collection".
 */
export interface CollectionSubscription<T = any> {
  readonly collectionId: string;
  /** Whether differences arrive: they don't while the connection is broken, or after the end. */
  readonly isLive: boolean;
  /** The records, in order if the collection is sorted. The same reference until something changes. */
  get(): readonly CollectionRecord<T>[];
  /** Calls the function with the current list, and after each change. Returns a function to stop. */
  subscribe(listener: (records: readonly CollectionRecord<T>[]) => void): () => void;
  /** Ends it. The server is told if nothing else of this page follows the collection. */
  close(): Promise<boolean>;
}

/**
 * Subscribes to a collection; resolves once all of it is here.
 *
 * @param onChange told of records that came, ids of those that left, and those that changed, from then on; of a sorted list
 *     also, with three empty arrays, when only the order changed
 * @returns rejects with EFORBIDDEN if the collection is not open to this client
 */
export function subscribeCollection<T = Json>(
  client: MeshClient,
  collectionId: string,
  onChange?: (added: CollectionRecord<T>[], removed: string[], changed: CollectionRecord<T>[]) => void,
): Promise<CollectionSubscription<T>>;
