/** The mesh client for browsers and Node. Times are in ms. */

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/** Codes of the protocol, which the client uses too, and one of its own: EPATCH. */
export class MeshError extends Error {
  constructor(code: string, message: string, payload?: unknown);
  readonly code: string;
  /** The error as the server sent it; some have more members, such as the version of a conflict. */
  readonly payload?: any;
}

/** connecting: for the first time; offline: the attempts are used up, or the browser says so. */
export type MeshState = "connecting" | "online" | "reconnecting" | "offline" | "closed";

/** A value to read and to follow, as React's useSyncExternalStore and Svelte's stores expect it. */
export interface Observable<T> {
  /** The same reference until it changes. */
  get(): T;
  /** Calls the function with the current value, and after each change. Returns a function to stop. */
  subscribe(listener: (value: T) => void): () => void;
}

type Address = string | URL;

export interface MeshClientOptions {
  /** How often to check that the server sent something; not shorter than its ping interval. Default 30000. */
  pingTimeout?: number;
  /** How many checks in a row may find nothing; at the next the client reconnects. Default 1. */
  maxMissedPings?: number;
  /** Default true. */
  shouldReconnect?: boolean;
  /** The ceiling of the first wait; it doubles with each failure, and each wait is a random part of it. Default 500. */
  reconnectInterval?: number;
  /** Default 30000. */
  maxReconnectInterval?: number;
  /** Default Infinity. */
  maxReconnectAttempts?: number;
  /** How long an attempt to connect may take: the address and the token, the handshake, and the credential. Default 10000. */
  connectTimeout?: number;
  /** How long a command may take, including its wait for a connection. Default 30000. */
  requestTimeout?: number;
  /** How commands end while there is no connection. Default "queue". */
  offline?: "queue" | "fail";
  /** Default 1000. */
  maxQueued?: number;
  /** Sent in addition to the subprotocol `mesh`; a function is called before each attempt. */
  token?: string | (() => string | Promise<string>);
  /**
   * The credential to sign in with after each connect, before anything else; a function is called each time. If it's left out, and the
   * server says that clients have to sign in, it's the `token`. If the server refuses it, the client is closed for good.
   */
  credential?: unknown | (() => unknown);
  /** For a Node without WebSocket, or for tests. */
  WebSocket?: unknown;
}

export interface CommandOptions {
  timeout?: number;
  /** If the connection breaks before the reply, the command is sent again and runs once, if the server remembers answers. */
  repeatable?: boolean;
}

/** Events of the client itself; the server's events of these names, other than latency, reach no listener. */
export interface ClientEvents {
  connect: { connectionId: string };
  reconnect: { connectionId: string };
  disconnect: { code: number; reason: string };
  reconnectfailed: MeshError;
  close: { code: number; reason: string };
  /** Something was missed and isn't available, a subscription was refused after a reconnect, or a name is lost. */
  lost: LostEvent;
  latency: number;
  error: MeshError;
}

export interface LostEvent {
  kind: "channel" | "presence" | "record" | "collection" | "name";
  name: string;
  /** The subscription was refused and is over. */
  refused?: true;
  /** Channels: the messages that the server still has, newest first. */
  history?: string[];
  /** Names: somebody else has it, the server took it away, or doesn't let this client have it any more. */
  reason?: "replaced" | "freed" | "refused";
}

export interface SubscribeOptions {
  onLost?: (event: LostEvent) => void;
}

export interface Subscription<T> extends Observable<T> {
  readonly success: boolean;
  /** Ends this subscription; the last one of a name also ends it at the server. Resolves to whether it was. */
  close(): Promise<boolean>;
}

/** A name by which the server's application reaches this client. */
export interface TakenName {
  readonly name: string;
  /** When it was taken, in ms since 1970. */
  readonly since: number;
  /** Whether this client has it, as far as it knows. */
  readonly held: boolean;
  /** Frees it, unless it's lost already. */
  free(): Promise<{ success: boolean }>;
}

export type PresenceUpdate =
  | { type: "join" | "leave"; connectionId: string; userId?: string; roomName: string; timestamp: number }
  | { type: "state"; connectionId: string; userId?: string; roomName: string; state: Json; timestamp: number };

export interface PresenceView {
  /** Connection ids, or user ids with `by: "user"`. */
  present: string[];
  /** Connection id to state. */
  states: { [connectionId: string]: any };
  /** Connection id to user id, with `by: "user"`. */
  users: { [connectionId: string]: string };
}

export interface PresenceOptions extends SubscribeOptions {
  by?: "connection" | "user";
}

export interface PresenceSubscription extends Subscription<PresenceView>, PresenceView {}

export interface ChannelPosition {
  offset: number;
  epoch: string;
}

export interface ChannelOptions extends SubscribeOptions {
  historyLimit?: number;
  since?: ChannelPosition | number;
}

export interface ChannelHistory {
  success: boolean;
  history: string[];
  offset?: number;
  epoch?: string;
  recovered?: boolean;
  /** The offset of each message of `history`, if `before` was asked for. */
  offsets?: number[];
  /** Who published each message of `history`; absent if the server names no publishers. */
  publishers?: (string | null)[];
}

/** `get()` holds the last messages, oldest first. */
export interface ChannelSubscription extends Subscription<string[]>, ChannelHistory {
  readonly success: boolean;
}

export interface RecordUpdate<T> {
  recordId: string;
  version: number;
  full?: T;
  patch?: PatchOperation[];
  deleted?: true;
  /** The whole value after the update, including own writes in progress. */
  value: T | null;
}

export interface RecordOptions extends SubscribeOptions {
  mode?: "full" | "patch";
}

export interface WriteOptions {
  strategy?: "replace" | "merge" | "deepMerge";
  expectedVersion?: number;
}

/**
 * A change of one place in a record, computed by the server. `path` is a JSON pointer, such as `/players/3/name`; objects
 * missing on the way are made.
 */
export type RecordChange =
  | { op: "set"; path: string; value: unknown }
  | { op: "remove"; path: string }
  /** Adds to a number, 1 if `by` is absent. */
  | { op: "increment"; path: string; by?: number }
  /** Appends to an array, of which the newest `keep` stay. */
  | { op: "push"; path: string; value: unknown; keep?: number }
  /** Removes the elements that equal `value`, or whose `member` (a JSON pointer) does. */
  | { op: "pull"; path: string; value: unknown; member?: string }
  /** Puts members into an object. */
  | { op: "patch"; path: string; value: object };

/** One operation of a transaction. */
export type RecordOperation =
  | { op: "write"; recordId: string; newValue: unknown; options?: WriteOptions }
  | { op: "change"; recordId: string; changes: RecordChange[]; options?: { expectedVersion?: number } }
  | { op: "delete"; recordId: string; options?: { expectedVersion?: number } };

export interface TransactionReply {
  id: string;
  /** The version of each operation's record after the transaction. */
  results: { version: number }[];
}

export interface RecordSubscription<T> extends Subscription<T | null> {
  /** The value when the subscription began. */
  readonly record: T | null;
  /** The current version of the server's value. */
  readonly version: number;
  /** Writes; `get()` shows the value at once, and reverts if the server refuses. Resolves to the version. */
  write(value: unknown, options?: WriteOptions & { optimistic?: boolean }): Promise<number>;
  /** Changes places in the record, all of them or none, and shows that like `write`. */
  change(changes: RecordChange[], options?: { expectedVersion?: number; optimistic?: boolean }): Promise<number>;
}

export interface PatchOperation {
  op: "add" | "remove" | "replace" | "move" | "copy" | "test";
  path: string;
  from?: string;
  value?: any;
}

/** The patched document; the given one stays unchanged. Throws a MeshError with code EPATCH if an operation cannot be applied. */
export function patched<T>(document: T, operations: PatchOperation[]): T;

/**
 * Applies a JSON Patch in place, all or nothing, and returns the result. If the patch replaces the whole document by
 * something of another kind, only the returned value has it.
 */
export function applyPatch<T>(document: T, operations: PatchOperation[]): T;

export class MeshClient {
  constructor(options?: MeshClientOptions);
  /**
   * @param url the server's address, `ws://…`, a list of addresses to try in turn, or a function that returns one or a promise
   *   of one, called before each attempt. If it's left out, the server that this module was loaded from.
   */
  constructor(url: Address | (() => Address | Promise<Address>) | Address[], options?: MeshClientOptions);

  readonly connectionId: string | undefined;
  readonly state: MeshState;
  /** The state, to follow. */
  readonly status: Observable<MeshState>;
  readonly isConnected: boolean;
  /** The last measured round-trip time. */
  readonly latency: number | undefined;

  /** Resolves once the server has assigned an id; rejects if the attempts are used up or the client is closed first. */
  connect(): Promise<void>;
  /**
   * Ends the connection for good. Commands that wait fail with EGONE, those that were sent with EUNKNOWN. Resolves when the
   * socket is closed.
   */
  close(): Promise<void>;

  on<E extends keyof ClientEvents>(event: E, handler: (value: ClientEvents[E]) => void): () => void;
  on(event: string, handler: (payload: any) => void): () => void;
  once<E extends keyof ClientEvents>(event: E, handler: (value: ClientEvents[E]) => void): () => void;
  once(event: string, handler: (payload: any) => void): () => void;
  off(event: string, handler: (payload: any) => void): void;

  /**
   * Calls a command and resolves to its result; rejects with a MeshError. While there is no connection it waits, or fails at once
   * with `offline: "fail"`. If the connection breaks before the reply, it fails with EUNKNOWN, unless `repeatable` says that it may
   * be sent again: then the server runs it once, and answers it alike, as long as it remembers its answers.
   */
  command<R = any>(name: string, payload?: unknown, options?: number | CommandOptions): Promise<R>;
  /** Sends an event, which has no reply. Returns false if there is no connection, because events aren't queued. */
  sendEvent(name: string, payload?: unknown): boolean;
  /** Answers requests of the server with the handler's result, or with the error that it throws. */
  onRequest(name: string, handler: (payload: any) => unknown): () => void;

  /** Joins a room; with a callback it also follows the room's presence, until the room is left. */
  joinRoom(roomName: string): Promise<{ success: boolean; present: string[] }>;
  joinRoom(
    roomName: string,
    onPresence: (update: PresenceUpdate) => void,
    options?: PresenceOptions,
  ): Promise<PresenceSubscription>;
  leaveRoom(roomName: string): Promise<{ success: boolean }>;

  subscribePresence(
    roomName: string,
    callback?: (update: PresenceUpdate) => void,
    options?: PresenceOptions,
  ): Promise<PresenceSubscription>;
  unsubscribePresence(roomName: string): Promise<boolean>;
  getPresenceState(roomName: string, options?: { by?: "connection" | "user" }): Promise<PresenceView & { success: boolean }>;
  publishPresenceState(
    roomName: string,
    options: { state: unknown; expireAfter?: number; silent?: boolean },
  ): Promise<boolean>;
  clearPresenceState(roomName: string): Promise<boolean>;

  subscribeChannel(
    channel: string,
    callback?: (message: string, publisher?: string) => void,
    options?: ChannelOptions,
  ): Promise<ChannelSubscription>;
  unsubscribeChannel(channel: string): Promise<boolean>;
  /** With `before` the messages before that offset, newest first, with `offsets`. */
  getChannelHistory(
    channel: string,
    options?: { limit?: number; since?: ChannelPosition | number; before?: number },
  ): Promise<ChannelHistory>;

  /** Resolves to the offset of the message. */
  publishChannel(channel: string, message: string): Promise<number>;

  subscribeRecord<T = any>(recordId: string, options?: RecordOptions): Promise<RecordSubscription<T>>;
  subscribeRecord<T = any>(
    recordId: string,
    callback?: (update: RecordUpdate<T>) => void,
    options?: RecordOptions,
  ): Promise<RecordSubscription<T>>;
  unsubscribeRecord(recordId: string): Promise<boolean>;
  /** Resolves to true if the server accepted the write, to false if the record isn't writable; other failures reject. */
  publishRecordUpdate(recordId: string, newValue: unknown, options?: WriteOptions): Promise<boolean>;
  /** Changes places in a record, all of them or none: 1 to 64 changes. Resolves to the version after them. */
  changeRecord(recordId: string, changes: RecordChange[], options?: { expectedVersion?: number }): Promise<number>;
  /** Writes several records, all of them or none: 1 to 64 operations, one after the other. */
  transaction(operations: RecordOperation[]): Promise<TransactionReply>;

  /**
   * Takes a name, and keeps it over reconnects. Rejects with ENAMETAKEN if somebody else has it, and with EFORBIDDEN if it isn't
   * open to this client. If it rejects with ETIMEOUT, the client also frees the name: the server may have agreed all the same.
   */
  takeName(name: string, options?: { ifTaken?: "refuse" | "replace"; onLost?: (event: LostEvent) => void }): Promise<TakenName>;
  freeName(name: string): Promise<{ success: boolean }>;

  getRoomMetadata<T = any>(roomName: string): Promise<T | null>;
  getConnectionMetadata<T = any>(connectionId?: string): Promise<T | null>;
  /** Writes this connection's metadata, and writes it again after a reconnect. */
  setConnectionMetadata(
    metadata: unknown,
    options?: { strategy?: "replace" | "merge" | "deepMerge" },
  ): Promise<boolean>;
}
