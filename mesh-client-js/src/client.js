// The mesh client for browsers and Node; `client.d.ts` beside it describes what it exports. License: Apache 2.0

export class MeshError extends Error {
  constructor(code, message, payload) {
    super(message);
    this.name = payload?.name ?? "MeshError";
    this.code = code;
    this.payload = payload;
  }
}

const closedError = () => new MeshError("EGONE", "The client is closed");
const unknownOutcome = ({ name }) =>
  new MeshError("EUNKNOWN", `The connection broke before "${name}" was answered; its outcome is unknown`);
const FINAL_CODES = new Set([1000, 1009, 4003]);
const TEMPORARY = new Set(["ETIMEOUT", "EBUSY", "ESUBSCRIPTIONS", "EROOMS", "ENAMES", "EPIPES", "ECONNECTIONS", "ERATE", "EUNAVAILABLE"]);
/** Commands of mesh that do harm if they are carried out twice. */
const NUMBERED = /^mesh\/(publish-[cr]|transaction$)/;
const KEPT_MESSAGES = 100;
const MOST_HISTORY = 1000;
/** How long the server may take to answer after waking up, in ms. */
const PROBE_TIMEOUT = 5000;
/** Attempts count from 0 again after a connection of so many ms. */
const STABLE = 10000;

/** What nobody else can guess. */
const secret = () => crypto.getRandomValues(new Uint32Array(5)).join("");

const DEFAULTS = {
  pingTimeout: 30000,
  maxMissedPings: 1,
  shouldReconnect: true,
  reconnectInterval: 500,
  maxReconnectInterval: 30000,
  maxReconnectAttempts: Infinity,
  connectTimeout: 10000,
  requestTimeout: 30000,
  offline: "queue",
  maxQueued: 1000,
};

// JSON Patch (RFC 6902)

const refuse = (message) => {
  throw new MeshError("EPATCH", message);
};
const kindOf = (value) => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);
const isObject = (value) => value !== null && typeof value === "object";
const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

function put(object, key, value) {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

function tokens(path) {
  if (path === "") return [];
  if (typeof path !== "string" || path[0] !== "/" || /~(?![01])/.test(path)) refuse(`Not a JSON pointer: ${path}`);
  return path
    .slice(1)
    .split("/")
    .map((token) => token.replace(/~1/g, "/").replace(/~0/g, "~"));
}

function indexIn(array, token, most) {
  if (!/^(0|[1-9]\d*)$/.test(token) || Number(token) > most) refuse(`No such index: ${token}`);
  return Number(token);
}

function valueAt(document, path) {
  return path.reduce((node, token) => {
    if (Array.isArray(node)) return node[indexIn(node, token, node.length - 1)];
    if (!isObject(node) || !has(node, token)) refuse(`Nothing at ${token}`);
    return node[token];
  }, document);
}

/** A copy in which `change(parent, lastToken)` was done; everything off the path is shared. */
function edited(node, [token, ...path], change) {
  const copy = Array.isArray(node) ? node.slice() : { ...node };
  if (path.length === 0) change(copy, token);
  else put(copy, token, edited(node[token], path, change));
  return copy;
}

function added(document, path, value) {
  if (path.length === 0) return value;
  if (!isObject(valueAt(document, path.slice(0, -1)))) refuse("The path leads through a value");
  return edited(document, path, (parent, token) => {
    if (!Array.isArray(parent)) put(parent, token, value);
    else parent.splice(token === "-" ? parent.length : indexIn(parent, token, parent.length), 0, value);
  });
}

function removed(document, path) {
  valueAt(document, path);
  if (path.length === 0) return null;
  return edited(document, path, (parent, token) => (Array.isArray(parent) ? parent.splice(token, 1) : delete parent[token]));
}

function replaced(document, path, value) {
  valueAt(document, path);
  if (path.length === 0) return value;
  return edited(document, path, (parent, token) => put(parent, token, value));
}

function equal(a, b) {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => has(b, key) && equal(a[key], b[key]));
}

function step(document, operation) {
  const path = tokens(operation.path);
  switch (operation.op) {
    case "add":
    case "replace":
    case "test":
      if (!has(operation, "value")) refuse(`An operation "${operation.op}" needs a value`);
      if (operation.op === "add") return added(document, path, operation.value);
      if (operation.op === "replace") return replaced(document, path, operation.value);
      if (!equal(valueAt(document, path), operation.value)) refuse(`The test failed at ${operation.path}`);
      return document;
    case "remove":
      return removed(document, path);
    case "copy":
      return added(document, path, valueAt(document, tokens(operation.from)));
    case "move": {
      const from = tokens(operation.from);
      if (operation.path.startsWith(`${operation.from}/`)) refuse("A value cannot be moved into itself");
      const value = valueAt(document, from);
      return added(removed(document, from), path, value);
    }
    default:
      return refuse(`Unknown operation: ${operation.op}`);
  }
}

export function patched(document, operations) {
  return operations.reduce(step, document);
}

export function applyPatch(document, operations) {
  const result = patched(document, operations);
  if (!isObject(document) || !isObject(result) || Array.isArray(document) !== Array.isArray(result)) return result;
  if (Array.isArray(document)) {
    document.splice(0, document.length, ...result);
  } else {
    for (const key of Object.keys(document)) if (!has(result, key)) delete document[key];
    for (const key of Object.keys(result)) put(document, key, result[key]);
  }
  return document;
}

function merged(before, value, strategy) {
  if (!strategy || strategy === "replace" || kindOf(before) !== "object" || kindOf(value) !== "object") return value;
  const result = { ...before };
  for (const key of Object.keys(value)) {
    put(result, key, strategy === "deepMerge" && has(before, key) ? merged(before[key], value[key], strategy) : value[key]);
  }
  return result;
}

// Changes of records: what replaces the value at the path. What the server will refuse has no effect here.

const only = (kind, value) => (kindOf(value) === kind ? value : refuse());

function holds(element, path, value) {
  try {
    return equal(valueAt(element, path), value);
  } catch (missing) {
    return false;
  }
}

const CHANGED = {
  set: (there, { value }) => value,
  remove: (there, { path }) => (path ? undefined : refuse()),
  increment: (there = 0, { by }) => only("number", there) + only("number", by ?? 1),
  push: (there = [], { value, keep }) => [...only("array", there), value].slice(keep ? -keep : 0),
  pull: (there, { value, member }) =>
    there === undefined ? there : only("array", there).filter((element) => !holds(element, tokens(member ?? ""), value)),
  patch: (there = {}, { value }) => ({ ...only("object", there), ...only("object", value) }),
};

function changedAt(node, [token, ...path], change) {
  if (token === undefined) return CHANGED[change.op](node, change);
  if (node !== undefined && !isObject(node)) refuse();
  const array = Array.isArray(node);
  const key = array ? (token === "-" ? node.length : indexIn(node, token, Infinity)) : token;
  const there = node && has(node, key) ? node[key] : undefined;
  const next = changedAt(there, path, change);
  if (next === there) return node;
  if (array && key > node.length) refuse();
  const copy = array ? node.slice() : { ...node };
  if (next !== undefined) put(copy, key, next);
  else if (array) copy.splice(key, 1);
  else delete copy[key];
  return copy;
}

function changed(value, changes) {
  try {
    return changes.reduce((before, change) => changedAt(before, tokens(change.path), change), value ?? undefined) ?? null;
  } catch (refused) {
    return value;
  }
}

// Observables

function report(failure) {
  if (typeof globalThis.reportError === "function") globalThis.reportError(failure);
  else console.error(failure);
}

/** A listener that throws is reported and stops nobody else. */
function tell(listeners, ...values) {
  for (const listener of [...listeners]) {
    try {
      listener(...values);
    } catch (failure) {
      report(failure);
    }
  }
}

class Observable {
  #value;
  #listeners = new Set();
  constructor(value) {
    this.#value = value;
  }
  get = () => this.#value;
  subscribe = (listener) => {
    const own = (value) => listener(value);
    this.#listeners.add(own);
    tell([own], this.#value);
    return () => this.#listeners.delete(own);
  };
  set(value) {
    if (value === this.#value) return;
    this.#value = value;
    tell(this.#listeners, value);
  }
}

// Subscriptions

/**
 * One subscription at the server, shared by the handles of this page. `base` is true once the server's snapshot is here;
 * anything that arrives before it belongs to an earlier subscription.
 */
class Feed {
  callbacks = new Set();
  store = new Observable();
  base = false;
  constructor(client, feeds, name, options) {
    Object.assign(this, { client, feeds, name, options });
  }
  /** Says to the server which it is. */
  key() {
    return { [this.member]: this.name };
  }
  /** Subscribes, or subscribes again; resolves to the server's reply. */
  async open() {
    this.base = false;
    const reply = await this.client.send(`mesh/subscribe-${this.kind}`, this.subscribePayload(), !this.started);
    if (reply.success) {
      this.base = true;
      this.snapshot(reply);
      this.started = true;
    }
    return reply;
  }
  restore() {
    return this.open().then((reply) => {
      if (!reply.success) this.lost({ refused: true });
    });
  }
  /** Tells the application that something is missing; a refused subscription also ends. */
  lost(details) {
    if (details.refused) this.forget();
    const event = { kind: this.kind, name: this.name, ...details };
    tell(this.options.onLost ? [this.options.onLost] : [], event);
    this.client.emit("lost", event);
  }
  forget() {
    this.base = false;
    if (this.feeds.get(this.name) === this) this.feeds.delete(this.name);
  }
  release(callback) {
    this.callbacks.delete(callback);
    if (this.callbacks.size > 0 || this.feeds.get(this.name) !== this) return Promise.resolve(false);
    return this.close();
  }
  close() {
    this.forget();
    return this.client.isConnected ? this.client.command(`mesh/unsubscribe-${this.kind}`, this.key()) : Promise.resolve(true);
  }
}

class ChannelFeed extends Feed {
  kind = "channel";
  member = "channel";
  subscribePayload() {
    const { historyLimit, since } = this.options;
    if (this.epoch === undefined) return { ...this.key(), historyLimit, since };
    return { ...this.key(), historyLimit: MOST_HISTORY, since: { offset: this.offset, epoch: this.epoch } };
  }
  /** Messages of a reply with who published each, oldest first; pairs, so that they stay together. */
  pairs({ history, publishers, recovered }) {
    const pairs = history.map((message, i) => [message, publishers?.[i] ?? undefined]);
    return recovered ? pairs : pairs.reverse();
  }
  snapshot(reply) {
    const known = this.epoch;
    const seen = this.offset;
    this.epoch = reply.epoch;
    this.offset = reply.offset;
    const oldestFirst = this.pairs(reply);
    if (known === undefined) {
      this.keep(oldestFirst, []);
      return;
    }
    const unseen = reply.recovered ? oldestFirst : this.unseen(oldestFirst, known === reply.epoch ? seen : 0);
    if (!reply.recovered) this.lost({ history: reply.history });
    this.keep(unseen);
    unseen.forEach((pair) => tell(this.callbacks, ...pair));
  }
  /** The channel's last messages after this offset, oldest first. */
  unseen(messages, offset) {
    const missing = Math.max(0, this.offset - offset);
    return messages.slice(Math.max(0, messages.length - missing));
  }
  keep(pairs, before = this.store.get() ?? []) {
    const most = Math.max(KEPT_MESSAGES, this.options.historyLimit ?? 0);
    this.store.set([...before, ...pairs.map(([message]) => message)].slice(-most));
  }
  message({ message, offset, epoch, publisher }) {
    if (!this.base || (epoch === this.epoch && offset <= this.offset)) return;
    this.epoch = epoch;
    this.offset = offset;
    this.keep([[message, publisher]]);
    tell(this.callbacks, message, publisher);
  }
}

class PresenceFeed extends Feed {
  kind = "presence";
  member = "roomName";
  subscribePayload() {
    return { ...this.key(), by: this.options.by };
  }
  snapshot({ present, states = {}, users = {} }) {
    this.store.set({ present, states, users });
  }
  update(update) {
    if (!this.base) return;
    let { present, states, users } = this.store.get();
    const who = update.userId !== undefined && update.type !== "state" ? update.userId : update.connectionId;
    if (update.type === "join") {
      if (!present.includes(who)) present = [...present, who];
    } else if (update.type === "leave") {
      present = present.filter((each) => each !== who);
      states = without(states, who);
      for (const id of Object.keys(users)) if (users[id] === who) states = without(states, id);
    } else {
      states = without(states, update.connectionId);
      if (update.state !== null) states = { ...states, [update.connectionId]: update.state };
      if (update.userId !== undefined) users = { ...users, [update.connectionId]: update.userId };
    }
    this.store.set({ present, states, users });
    tell(this.callbacks, update);
  }
}

function without(object, key) {
  if (!has(object, key)) return object;
  const { [key]: dropped, ...rest } = object;
  return rest;
}

class RecordFeed extends Feed {
  kind = "record";
  member = "recordId";
  value = null;
  version = 0;
  /** Own writes that the server's value doesn't contain yet, oldest first. */
  writes = [];
  /** Updates that wait for answers: they may contain own changes. */
  early = [];
  subscribePayload() {
    return { ...this.key(), mode: this.options.mode, since: this.version || undefined };
  }
  snapshot({ record, version }) {
    this.early = [];
    const restored = this.started && (version !== this.version || !equal(record, this.value));
    this.accept(record, version);
    if (restored) tell(this.callbacks, { recordId: this.name, full: record, version, value: this.store.get() });
  }
  accept(value, version) {
    // A lower version means that the record started again: confirmed own writes belong to the previous one.
    const confirmed = version < this.version ? Infinity : version;
    this.value = value;
    this.version = version;
    this.writes = this.writes.filter((write) => !(write.version <= confirmed));
    this.show();
  }
  show() {
    const shown = this.writes.reduce((value, write) => write.apply(value), this.value);
    // The server's value usually equals what an own write already showed.
    if (!this.echo || !equal(shown, this.store.get())) this.store.set(shown);
    this.echo = this.writes.length > 0;
  }
  update(update) {
    this.early.push([update, this.writes.filter((write) => write.once)]);
    this.answered();
  }
  answered() {
    const waits = (write) => write.version === undefined && this.writes.includes(write);
    while (this.early.length > 0 && !this.early[0][1].some(waits)) this.updated(this.early.shift()[0]);
  }
  updated(update) {
    if (!this.base) return undefined;
    if (has(update, "patch")) {
      if (update.version <= this.version) return undefined;
      if (update.version !== this.version + 1) return this.readAgain();
      try {
        this.accept(patched(this.value ?? {}, update.patch), update.version);
      } catch (failure) {
        return this.readAgain();
      }
    } else {
      this.accept(update.full ?? null, update.version);
    }
    return tell(this.callbacks, { ...update, value: this.store.get() });
  }
  readAgain() {
    this.base = false;
    return this.client
      .send("mesh/unsubscribe-record", this.key())
      .then(() => this.restore())
      .catch((failure) => this.client.emit("error", failure));
  }
  write(newValue, options) {
    return this.publish({ newValue }, options, { apply: (before) => merged(before, newValue, options?.strategy) });
  }
  change(changes, options) {
    return this.publish({ changes }, options, { apply: (before) => changed(before, changes), once: true });
  }
  async publish(what, { optimistic = true, ...options } = {}, write) {
    if (optimistic) {
      this.writes.push(write);
      this.show();
    }
    try {
      const { version } = await this.client.command("mesh/publish-record-update", { recordId: this.name, ...what, options });
      write.version = version ?? 0;
      if (write.version <= this.version) this.drop(write);
      return version;
    } catch (failure) {
      this.drop(write);
      throw failure;
    } finally {
      this.answered();
    }
  }
  drop(write) {
    this.writes = this.writes.filter((each) => each !== write);
    this.show();
  }
}

class Subscription {
  #feed;
  #callback;
  constructor(feed, callback, reply) {
    this.#feed = feed;
    this.#callback = callback;
    const { version, ...rest } = reply;
    Object.assign(this, rest);
  }
  get = () => this.#feed.store.get();
  subscribe = (listener) => this.#feed.store.subscribe(listener);
  close = () => this.#feed.release(this.#callback);
  get version() {
    return this.#feed.version;
  }
  write = (value, options) => this.#feed.write(value, options);
  change = (changes, options) => this.#feed.change(changes, options);
}

export class MeshClient {
  connectionId = undefined;
  latency = undefined;
  status = new Observable("closed");

  #options;
  #addresses;
  #address = 0;
  #socket;
  #attempt = 0;
  #failures = 0;
  #openedAt = Infinity;
  #wanted = false;
  #begun = false;
  #opening;
  #nextId = 1;
  /** The server's, for answers to numbered requests: `once` in seconds, and which `memory`. */
  #memory;
  #asked = false;
  /** A client that knew it could ask for the answers. */
  #secret;
  #lastNumber = 0;
  /** In the order in which they were given. */
  #unanswered = new Set();
  #pending = new Map();
  #queue = [];
  #handlers = new Map();
  #answers = new Map();
  #timers = {};
  #missed = 0;
  #heard = 0;
  #checked = 0;
  #feeds = { channel: new Map(), presence: new Map(), record: new Map() };
  /** Room name to what was `published` as the state of this client there. */
  #rooms = new Map();
  /** Name to what those who took it got, and whom to tell of its loss. */
  #names = new Map();
  /** Identifies this client on all its connections. */
  #incarnation;
  #metadata;
  #page;

  constructor(url, options = {}) {
    if (isObject(url) && !Array.isArray(url) && !(url instanceof URL)) [url, options] = [undefined, url];
    this.#addresses = url === undefined ? [ownServer()] : [url].flat();
    this.#options = { ...DEFAULTS, ...options };
  }

  get state() {
    return this.status.get();
  }

  get isConnected() {
    return this.#socket?.readyState === 1 && this.connectionId !== undefined;
  }

  connect() {
    if (this.#opening) return this.#opening.promise;
    this.#wanted = true;
    this.#failures = 0;
    this.#opening = deferred();
    this.#watchPage();
    this.status.set("connecting");
    this.#dial();
    return this.#opening.promise;
  }

  close() {
    const socket = this.#socket;
    this.#wanted = false;
    this.#end(closedError());
    if (!socket || socket.readyState === 3) return Promise.resolve();
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, 1000);
      socket.onclose = () => {
        clearTimeout(patience);
        resolve();
      };
      socket.close(1000, "closed");
    });
  }

  on(event, handler) {
    if (!this.#handlers.has(event)) this.#handlers.set(event, new Set());
    this.#handlers.get(event).add(handler);
    return () => this.off(event, handler);
  }

  off(event, handler) {
    const handlers = this.#handlers.get(event);
    handlers?.delete(handler);
    if (handlers?.size === 0) this.#handlers.delete(event);
  }

  once(event, handler) {
    const stop = this.on(event, (...values) => {
      stop();
      handler(...values);
    });
    return stop;
  }

  emit(event, ...values) {
    tell(this.#handlers.get(event) ?? [], ...values);
  }

  onRequest(name, handler) {
    this.#answers.set(name, handler);
    return () => this.#answers.get(name) === handler && this.#answers.delete(name);
  }

  command(name, payload, options = {}) {
    JSON.stringify(payload);
    const settings = typeof options === "number" ? { timeout: options } : options;
    const repeatable = settings.repeatable === true || NUMBERED.test(name);
    const call = { name, payload, ...deferred(), repeatable, harmless: !repeatable && name.startsWith("mesh/") };
    const timeout = settings.timeout ?? this.#options.requestTimeout;
    if (!this.#wanted) {
      call.reject(closedError());
    } else if (this.state === "online") {
      this.#submit(call);
    } else if (this.#options.offline === "fail") {
      call.reject(new MeshError("EGONE", `There is no connection to send "${name}" on`));
    } else if (this.#queue.length >= this.#options.maxQueued) {
      call.reject(new MeshError("EBUSY", `${this.#queue.length} commands wait for a connection already`));
    } else {
      this.#queue.push(call);
    }
    return this.#within(call, timeout);
  }

  sendEvent(name, payload) {
    return this.sendFrame(JSON.stringify({ command: name, payload }));
  }

  sendFrame(frame) {
    if (this.state !== "online") return false;
    this.#socket.send(frame);
    return true;
  }

  async joinRoom(roomName, onPresence, options) {
    const reply = await this.command("mesh/join-room", { roomName });
    if (reply.success && !this.#rooms.has(roomName)) this.#rooms.set(roomName, {});
    if (!reply.success || !onPresence) return reply;
    const presence = await this.subscribePresence(roomName, onPresence, options);
    return Object.assign(presence, { success: reply.success, present: presence.success ? presence.present : reply.present });
  }

  async leaveRoom(roomName) {
    this.#rooms.delete(roomName);
    await this.#feeds.presence.get(roomName)?.close();
    return this.command("mesh/leave-room", { roomName });
  }

  subscribePresence(roomName, callback, options = {}) {
    return this.#subscribe("presence", PresenceFeed, roomName, callback, options);
  }

  unsubscribePresence(roomName) {
    return this.#unsubscribe("presence", roomName, { roomName });
  }

  getPresenceState(roomName, options = {}) {
    return this.command("mesh/get-presence-state", { roomName, by: options.by });
  }

  async publishPresenceState(roomName, { state, expireAfter, silent } = {}) {
    const done = await this.command("mesh/publish-presence-state", { roomName, state, expireAfter, silent });
    const room = this.#rooms.get(roomName);
    if (done && room) room.published = { state, silent, until: Date.now() + (expireAfter ?? Infinity) };
    return done;
  }

  clearPresenceState(roomName) {
    delete this.#rooms.get(roomName)?.published;
    return this.command("mesh/clear-presence-state", { roomName });
  }

  async takeName(name, { ifTaken, onLost } = {}) {
    const { since } = await this.command("mesh/take-name", this.#claim(name, ifTaken));
    const free = () => this.freeName(name);
    const taken = this.#names.get(name) ?? { handle: { name, since, held: true, free }, callbacks: new Set() };
    taken.handle.since = since;
    if (onLost) taken.callbacks.add(onLost);
    this.#names.set(name, taken);
    return taken.handle;
  }

  freeName(name) {
    this.#forgetName(name);
    return this.command("mesh/free-name", { name });
  }

  #claim(name, ifTaken) {
    this.#incarnation ??= secret();
    return { name, incarnation: this.#incarnation, ifTaken };
  }

  #forgetName(name) {
    const taken = this.#names.get(name);
    if (taken) taken.handle.held = false;
    this.#names.delete(name);
    return taken;
  }

  #nameLost(name, reason) {
    const taken = this.#forgetName(name);
    if (!taken) return;
    const event = { kind: "name", name, refused: true, reason };
    tell(taken.callbacks, event);
    this.emit("lost", event);
  }

  async #takeAgain(name) {
    try {
      if (this.#names.has(name)) await this.send("mesh/take-name", this.#claim(name));
    } catch (failure) {
      if (TEMPORARY.has(failure.code) || !this.isConnected) throw failure;
      this.#nameLost(name, failure.code === "ENAMETAKEN" ? "replaced" : "refused");
    }
  }

  subscribeChannel(channel, callback, options = {}) {
    return this.#subscribe("channel", ChannelFeed, channel, callback, options);
  }

  unsubscribeChannel(channel) {
    return this.#unsubscribe("channel", channel, { channel });
  }

  getChannelHistory(channel, { limit, since } = {}) {
    return this.command("mesh/get-channel-history", { channel, limit, since });
  }

  async publishChannel(channel, message) {
    return (await this.command("mesh/publish-channel", { channel, message })).offset;
  }

  subscribeRecord(recordId, callback, options = {}) {
    if (isObject(callback) && typeof callback !== "function") [callback, options] = [undefined, callback];
    return this.#subscribe("record", RecordFeed, recordId, callback, options);
  }

  unsubscribeRecord(recordId) {
    return this.#unsubscribe("record", recordId, { recordId });
  }

  async publishRecordUpdate(recordId, newValue, options) {
    try {
      return (await this.command("mesh/publish-record-update", { recordId, newValue, options })).success === true;
    } catch (failure) {
      if (failure.code === "EFORBIDDEN") return false;
      throw failure;
    }
  }

  async changeRecord(recordId, changes, options) {
    return (await this.command("mesh/publish-record-update", { recordId, changes, options })).version;
  }

  transaction(operations) {
    return this.command("mesh/transaction", { operations });
  }

  async getRoomMetadata(roomName) {
    return (await this.command("mesh/get-room-metadata", { roomName })).metadata;
  }

  async getConnectionMetadata(connectionId) {
    const own = connectionId === undefined;
    const name = own ? "mesh/get-my-connection-metadata" : "mesh/get-connection-metadata";
    return (await this.command(name, own ? {} : { connectionId })).metadata;
  }

  async setConnectionMetadata(metadata, options = {}) {
    const { success } = await this.command("mesh/set-my-connection-metadata", { metadata, options });
    if (success) this.#metadata = { value: merged(this.#metadata?.value, metadata, options.strategy) };
    return success;
  }

  /** For feeds: like `command`, but also works while the connection is still being restored. */
  send(name, payload, harmless = false) {
    if (!this.isConnected) return this.command(name, payload);
    const call = { name, payload, ...deferred(), harmless };
    this.#submit(call);
    return this.#within(call, this.#options.requestTimeout);
  }

  async #subscribe(kind, Kind, name, callback = () => {}, options) {
    const feeds = this.#feeds[kind];
    const own = (...values) => callback(...values);
    let feed = feeds.get(name);
    if (feed && equal(without(feed.options, "onLost"), without(options, "onLost"))) {
      feed.callbacks.add(own);
      const reply = await feed.opening;
      return new Subscription(feed, own, reply);
    }
    const shared = feed?.callbacks ?? new Set();
    feed = new Kind(this, feeds, name, options);
    feed.callbacks = shared;
    shared.add(own);
    feeds.set(name, feed);
    feed.opening = feed.open();
    try {
      const reply = await feed.opening;
      if (!reply.success) feed.forget();
      return new Subscription(feed, own, reply);
    } catch (failure) {
      feed.forget();
      throw failure;
    }
  }

  #unsubscribe(kind, name, key) {
    const feed = this.#feeds[kind].get(name);
    if (feed) return feed.close();
    return this.command(`mesh/unsubscribe-${kind}`, key);
  }

  #within(call, timeout) {
    if (timeout !== Infinity) {
      const timer = setTimeout(() => {
        this.#pending.delete(call.id);
        this.#queue = this.#queue.filter((each) => each !== call);
        call.reject(new MeshError("ETIMEOUT", `No reply to "${call.name}" within ${timeout} ms`));
      }, timeout);
      const stop = () => clearTimeout(timer);
      call.promise.then(stop, stop);
    }
    return call.promise;
  }

  #submit(call) {
    if (call.number && !this.#knows(call)) {
      call.reject(unknownOutcome(call));
      return;
    }
    call.id = this.#nextId++;
    this.#pending.set(call.id, call);
    const once = call.repeatable && this.#memory ? this.#numbered(call) : undefined;
    this.#write({ id: call.id, command: call.name, payload: call.payload, once });
  }

  #numbered(call) {
    this.#secret ??= secret();
    if (!call.number) {
      const number = ++this.#lastNumber;
      Object.assign(call, { number, memory: this.#memory, since: Date.now() });
      this.#unanswered.add(number);
      const forget = () => this.#unanswered.delete(number);
      call.promise.then(forget, forget);
    }
    const [first = this.#lastNumber + 1] = this.#unanswered;
    return { client: this.#secret, number: call.number, answered: Math.min(first, call.number) - 1 };
  }

  /** Whether the server surely remembers this request when it comes again; a fifth is left for the way. */
  #knows({ memory: { once, memory }, since }) {
    const now = this.#memory;
    return now && now.memory === memory && Math.abs(Date.now() - since) < 800 * Math.min(now.once, once);
  }

  #write(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  async #dial() {
    const attempt = ++this.#attempt;
    const stale = () => attempt !== this.#attempt || !this.#wanted;
    let socket;
    try {
      const source = this.#addresses[this.#address % this.#addresses.length];
      const url = typeof source === "function" ? await source() : source;
      const { token } = this.#options;
      const bearer = typeof token === "function" ? await token() : token;
      if (stale()) return;
      const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
      socket = bearer === undefined ? new Socket(String(url)) : new Socket(String(url), ["mesh", `bearer.${bearer}`]);
    } catch (failure) {
      if (!stale()) this.#lost(1006, failure.message);
      return;
    }
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#socket === socket && this.#receive(data);
    socket.onclose = ({ code, reason }) => this.#socket === socket && this.#lost(code, reason);
    socket.onerror = () => {};
    this.#timers.connect = setTimeout(() => this.#drop("no answer to the handshake"), this.#options.connectTimeout);
  }

  #receive(text) {
    this.#heard = Date.now();
    this.#missed = 0;
    if (typeof text !== "string") return this.emit("mesh/bytes", text);
    let frame;
    try {
      frame = JSON.parse(text);
    } catch (failure) {
      frame = undefined;
    }
    if (!isObject(frame) || typeof frame.command !== "string") return this.#unreadable();
    const { id, command, payload } = frame;
    if (typeof id === "string" && id.startsWith("s:")) this.#answer(id, command, payload);
    else if (this.#pending.has(id)) this.#settle(this.#pending.get(id), payload);
    else if (id === undefined) {
      if (command === "mesh/assign-id") {
        this.#memory = frame.once > 0 && globalThis.crypto ? frame : undefined;
        this.#asked = frame.authenticate;
      }
      try {
        this.#event(command, payload);
      } catch (failure) {
        this.#unreadable();
      }
    }
  }

  #unreadable() {
    this.emit("error", new MeshError("EBADFRAME", "The server sent a frame that is not of the protocol"));
    this.#drop("unreadable frame", 4400);
  }

  #settle(call, payload) {
    this.#pending.delete(call.id);
    if (isObject(payload) && typeof payload.error === "string" && typeof payload.code === "string") {
      call.reject(new MeshError(payload.code, payload.error, payload));
    } else {
      call.resolve(payload);
    }
  }

  #event(command, payload) {
    const { channel, presence, record } = this.#feeds;
    if (payload?.collectionId) return this.emit(command, payload);
    switch (command) {
      case "mesh/assign-id":
        return this.#opened(payload);
      case "ping":
        return this.#write({ command: "pong", payload: {} });
      case "latency:request":
        return this.#write({ command: "latency:response", payload: {} });
      case "latency":
        this.latency = payload;
        return this.emit("latency", payload);
      case "mesh/subscription-message":
        return channel.get(payload.channel)?.message(payload);
      case "mesh/presence-update":
        return presence.get(payload.roomName)?.update(payload);
      case "mesh/record-update":
        return record.get(payload.recordId)?.update(payload);
      case "mesh/record-deleted":
        return record.get(payload.recordId)?.update({ ...payload, deleted: true });
      case "mesh/unsubscribed":
        return this.#unsubscribed(payload);
      case "mesh/name-lost":
        // What was sent on a connection that was dying came late.
        if (payload.reason === "elsewhere") return void this.#takeAgain(payload.name).catch(() => {});
        return this.#nameLost(payload.name, payload.reason);
      case "mesh/error":
        return this.emit("error", new MeshError(payload.code, payload.error, payload));
      default:
        return this.emit(command, payload);
    }
  }

  /** The server no longer exposes what was subscribed. */
  #unsubscribed({ channel, roomName, recordId }) {
    const { channel: channels, presence, record } = this.#feeds;
    const feed = channels.get(channel) ?? presence.get(roomName) ?? record.get(recordId);
    if (feed?.base) feed.lost({ refused: true });
  }

  async #answer(id, command, payload) {
    const handler = this.#answers.get(command);
    let answer;
    try {
      if (!handler) throw new MeshError("ENOTFOUND", `Nothing answers "${command}" here`);
      answer = (await handler(payload)) ?? null;
      JSON.stringify(answer);
    } catch (failure) {
      answer = { error: String(failure?.message ?? failure), code: failure?.code ?? "ESERVER", name: failure?.name ?? "Error" };
    }
    if (this.isConnected) this.#write({ id, command: "mesh/reply", payload: answer });
  }

  async #opened(id) {
    const attempt = this.#attempt;
    const again = this.#begun;
    clearTimeout(this.#timers.connect);
    this.connectionId = id;
    this.#watch();
    const credential = this.#options.credential ?? (this.#asked ? this.#options.token : undefined);
    if (credential !== undefined && !(await this.#signIn(credential, attempt))) return;
    if (again && !(await this.#restore(attempt))) return;
    if (!this.#begun) this.#failures = 0;
    this.#begun = true;
    this.#openedAt = Date.now();
    this.status.set("online");
    const waiting = this.#queue;
    this.#queue = [];
    waiting.forEach((call) => this.#submit(call));
    this.emit(again ? "reconnect" : "connect", { connectionId: id });
    this.#opening?.resolve();
  }

  /** Returns false if the connection is gone; it goes if the server refuses. */
  async #signIn(source, attempt) {
    try {
      const credential = typeof source === "function" ? await source() : source;
      if (attempt === this.#attempt) await this.send("mesh/authenticate", { credential });
    } catch (failure) {
      if (attempt === this.#attempt) {
        this.emit("error", failure);
        const { code } = failure;
        const again = !(failure instanceof MeshError) || TEMPORARY.has(code) || code === "ESERVER";
        if (code !== "ENOTFOUND") this.#drop("not signed in", again ? 4002 : 4003);
      }
    }
    return attempt === this.#attempt;
  }

  /** Returns false if the connection broke in the meantime. */
  async #restore(attempt) {
    const lost = () => attempt !== this.#attempt || !this.isConnected;
    const steps = [];
    if (this.#metadata) {
      const { value } = this.#metadata;
      steps.push(() => this.send("mesh/set-my-connection-metadata", { metadata: value, options: { strategy: "merge" } }));
    }
    for (const name of this.#names.keys()) steps.push(() => this.#takeAgain(name));
    for (const roomName of this.#rooms.keys()) {
      steps.push(() => this.send("mesh/join-room", { roomName }));
    }
    for (const [roomName, { published: { state, silent, until } = {} }] of this.#rooms) {
      const left = until - Date.now();
      const expireAfter = left < Infinity ? left : undefined;
      if (left > 0) steps.push(() => this.send("mesh/publish-presence-state", { roomName, state, silent, expireAfter }));
    }
    for (const feeds of Object.values(this.#feeds)) {
      for (const feed of feeds.values()) {
        if (feed.started) steps.push(() => feed.restore());
      }
    }
    for (const restore of steps) {
      for (let tries = 0; ; tries++) {
        if (lost()) return false;
        try {
          await restore();
          break;
        } catch (failure) {
          if (lost()) return false;
          if (!TEMPORARY.has(failure.code)) {
            this.emit("error", failure);
            break;
          }
          await new Promise((resolve) => setTimeout(resolve, this.#delay(tries)));
        }
      }
    }
    return !lost();
  }

  #lost(code, reason) {
    const online = this.state === "online";
    if (Date.now() - this.#openedAt >= Math.min(STABLE, this.#options.maxReconnectInterval)) this.#failures = 0;
    this.#openedAt = Infinity;
    this.#socket = undefined;
    this.#attempt++;
    this.connectionId = undefined;
    this.#stopTimers();
    const stays = FINAL_CODES.has(code) || !this.#options.shouldReconnect;
    const again = [];
    for (const call of this.#pending.values()) {
      // Without a number the server would not know that it had it before.
      if (!stays && (call.harmless || call.number)) again.push(call);
      else call.reject(unknownOutcome(call));
    }
    this.#pending.clear();
    this.#queue.unshift(...again);
    if (online) this.emit("disconnect", { code, reason });
    if (!this.#wanted) return;
    if (stays) {
      this.#wanted = false;
      const kind = code === 4003 ? "EUNAUTHENTICATED" : "EGONE";
      this.#end(new MeshError(kind, `The connection was closed: ${code} ${reason}`), { code, reason });
    } else {
      this.#retry(reason);
    }
  }

  #retry(reason) {
    this.#address++;
    if (this.#failures >= this.#options.maxReconnectAttempts) {
      const failure = new MeshError("EGONE", `No connection after ${this.#failures} attempts: ${reason || "unreachable"}`);
      this.#abandon(failure);
      this.#opening = undefined;
      this.status.set("offline");
      this.emit("reconnectfailed", failure);
      return;
    }
    if (this.#begun) this.status.set(globalThis.navigator?.onLine === false ? "offline" : "reconnecting");
    this.#timers.retry = setTimeout(() => this.#redial(), this.#delay(this.#failures++));
  }

  #redial() {
    clearTimeout(this.#timers.retry);
    if (this.#begun) this.status.set("reconnecting");
    this.#dial();
  }

  /** Exponential with full jitter: the clients of a lost server don't all return at once. */
  #delay(failures) {
    const { reconnectInterval, maxReconnectInterval } = this.#options;
    return Math.random() * Math.min(maxReconnectInterval, reconnectInterval * 2 ** Math.min(failures, 30));
  }

  #drop(reason, code = 4002) {
    const socket = this.#socket;
    if (!socket) return;
    socket.onclose = socket.onmessage = null;
    socket.close(code, reason);
    this.#lost(code, reason);
  }

  #end(failure, event = { code: 1000, reason: "closed" }) {
    const was = this.state;
    this.#attempt++;
    this.#socket = undefined;
    this.connectionId = undefined;
    this.#stopTimers();
    this.#page?.();
    this.#page = undefined;
    this.#abandon(failure);
    this.#opening = undefined;
    this.#begun = false;
    this.#rooms.clear();
    for (const name of [...this.#names.keys()]) this.#forgetName(name);
    this.#metadata = undefined;
    for (const feeds of Object.values(this.#feeds)) for (const feed of [...feeds.values()]) feed.forget();
    this.status.set("closed");
    if (was !== "closed") this.emit("close", event);
  }

  /** What was sent may have taken effect. */
  #abandon(failure) {
    const waiting = [...this.#pending.values(), ...this.#queue];
    this.#pending.clear();
    this.#queue = [];
    waiting.forEach((call) => call.reject(call.id ? unknownOutcome(call) : failure));
    this.#opening?.promise.catch(() => {});
    this.#opening?.reject(failure);
  }

  #stopTimers() {
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
  }

  #watch() {
    const { pingTimeout, maxMissedPings } = this.#options;
    this.#missed = 0;
    this.#heard = this.#checked = Date.now();
    const check = () => {
      const now = Date.now();
      const slept = now - this.#checked > 2 * pingTimeout;
      this.#checked = now;
      this.#timers.check = setTimeout(check, pingTimeout);
      if (slept) this.#probe();
      else if (now - this.#heard >= pingTimeout && ++this.#missed > maxMissedPings) this.#drop("the server sends no pings");
    };
    clearTimeout(this.#timers.check);
    this.#timers.check = setTimeout(check, pingTimeout);
  }

  /** After sleep, a change of network, or the back-forward cache. */
  #probe() {
    if (!this.isConnected || this.#timers.probe) return;
    const asked = Date.now();
    this.#timers.probe = setTimeout(() => {
      this.#timers.probe = undefined;
      if (this.#heard < asked) this.#drop("no answer after waking up");
    }, PROBE_TIMEOUT);
    this.#write({ id: this.#nextId++, command: "mesh/noop" });
  }

  #wake() {
    if (!this.#wanted) return;
    if (this.#socket) {
      this.#probe();
    } else if (this.state !== "online") {
      this.#failures = 0;
      this.#redial();
    }
  }

  #watchPage() {
    if (this.#page || typeof globalThis.addEventListener !== "function") return;
    const { document } = globalThis;
    const wake = () => this.#wake();
    const visible = () => document.visibilityState === "visible" && this.#wake();
    const shown = ({ persisted }) => persisted && this.#wake();
    // Browsers can't keep a page with an open WebSocket for the back button.
    const hidden = ({ persisted }) => persisted && this.#drop("the page is kept for the back button", 4001);
    const listeners = [
      [globalThis, "online", wake],
      [globalThis, "offline", wake],
      [globalThis, "pageshow", shown],
      [globalThis, "pagehide", hidden],
    ];
    if (document) listeners.push([document, "visibilitychange", visible]);
    for (const [target, event, listener] of listeners) target.addEventListener(event, listener);
    this.#page = () => listeners.forEach(([target, event, listener]) => target.removeEventListener(event, listener));
  }
}

function deferred() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  return result;
}

/** `…/mesh/client.js` is served beside `…/mesh`. */
function ownServer() {
  const url = new URL(".", import.meta.url);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href.replace(/\/$/, "");
}
