// The mesh client; `client.d.ts` beside it describes what it exports. License: Apache 2.0

export class MeshError extends Error {
  constructor(code, message, payload) {
    super(message);
    this.name = payload?.name ?? "MeshError";
    this.code = code;
    this.payload = payload;
  }
}

const closedError = () => new MeshError("EGONE", "The client is closed");
const notOfTheProtocol = () => new MeshError("EBADFRAME", "The server sent a frame that is not of the protocol");
const unknownOutcome = ({ name }) => new MeshError("EUNKNOWN", `The connection broke before "${name}" was answered`);
const FINAL_CODES = new Set([1000, 1009, 4003]);
/** Errors after which a later attempt may succeed. */
const TEMPORARY = /^E(TIMEOUT|BUSY|SUBSCRIPTIONS|ROOMS|NAMES|PIPES|CONNECTIONS|RATE|UNAVAILABLE)$/;
/** Commands of mesh that must not be carried out twice. */
const NUMBERED = /^mesh\/(publish-[cr]|transaction$)/;
/** Events of the client itself; the server's of the same name reach no listener. */
const OWN = new Set(["connect", "disconnect", "reconnect", "reconnectfailed", "lost", "close", "error", "mesh/bytes"]);
const KEPT_MESSAGES = 100;
const MOST_HISTORY = 1000;
const PROBE_TIMEOUT = 5000;
/** Failures before a connection of so many ms don't count. */
const STABLE = 10000;

/** A random text that nobody else can guess. */
const secret = () => crypto.getRandomValues(new Uint32Array(5)).join("");
const given = (source) => (typeof source === "function" ? source() : source);

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

// JSON Patch (RFC 6902), and changes of records

const kindOf = (value) => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);
const isObject = (value) => value !== null && typeof value === "object";
const has = Object.hasOwn;
const refuse = () => {
  throw new TypeError("It does not fit");
};
const present = (value) => (value === undefined ? refuse() : value);
const only = (kind, value) => (kindOf(value) === kind ? value : refuse());

/** Assigns, `__proto__` too. */
function put(object, key, value) {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function tokens(path) {
  if (typeof path !== "string" || !/^(\/([^~]|~[01])*)?$/.test(path)) refuse();
  const parts = path.split("/").slice(1);
  return parts.map((token) => token.replace(/~1/g, "/").replace(/~0/g, "~"));
}

const indexIn = (array, token) => (token === "-" ? array.length : /^(0|[1-9]\d*)$/.test(token) ? Number(token) : refuse());

/** A copy with what `edit` makes of the value at the path; undefined is nothing. Missing objects are made. */
function edited(node, [token, ...path], edit) {
  if (token === undefined) return edit(node);
  if (node !== undefined && !isObject(node)) refuse();
  const array = Array.isArray(node);
  const key = array ? indexIn(node, token) : token;
  const there = node && has(node, key) ? node[key] : undefined;
  const next = edited(there, path, edit);
  if (next === there) return node;
  if (array && key > node.length) refuse();
  const copy = array ? node.slice() : { ...node };
  if (next !== undefined) put(copy, key, next);
  else if (array) copy.splice(key, 1);
  else delete copy[key];
  return copy;
}

function valueAt(document, path) {
  let value;
  edited(document, path, (there) => (value = present(there)));
  return value;
}

function equal(a, b) {
  if (a === b) return true;
  if (!isObject(a) || kindOf(a) !== kindOf(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => has(b, key) && equal(a[key], b[key]));
}

function inserted(array, token, value) {
  const index = indexIn(array, token);
  if (index > array.length) refuse();
  return [...array.slice(0, index), value, ...array.slice(index)];
}

const OPERATIONS = {
  __proto__: null,
  add(document, path, value) {
    present(value);
    const token = path.pop();
    if (token === undefined) return value;
    return edited(document, path, (parent) =>
      Array.isArray(parent) ? inserted(parent, token, value) : edited(present(parent), [token], () => value),
    );
  },
  remove: (document, path) => edited(document, path, (there) => void present(there)),
  replace: (document, path, value) => edited(document, path, (there) => (there === undefined ? refuse() : present(value))),
  test: (document, path, value) => edited(document, path, (there) => (equal(present(there), present(value)) ? there : refuse())),
  copy: (document, path, value, from) => OPERATIONS.add(document, path, valueAt(document, tokens(from))),
  move(document, path, value, from) {
    const source = tokens(from);
    // Not into itself.
    if (source.length < path.length && source.every((token, i) => token === path[i])) refuse();
    return OPERATIONS.add(OPERATIONS.remove(document, source), path, valueAt(document, source));
  },
};

export function patched(document, operations) {
  return operations.reduce((before, operation) => {
    try {
      const { op, path, value, from } = operation;
      return OPERATIONS[op](before, tokens(path), value, from) ?? null;
    } catch (failure) {
      throw new MeshError("EPATCH", `This operation does not fit: ${JSON.stringify(operation)}`);
    }
  }, document);
}

export function applyPatch(document, operations) {
  const result = patched(document, operations);
  if (!isObject(document) || kindOf(document) !== kindOf(result)) return result;
  for (const key of Object.keys(document)) if (!has(result, key)) delete document[key];
  if (Array.isArray(document)) document.length = result.length;
  for (const key of Object.keys(result)) put(document, key, result[key]);
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

function holds(element, path, value) {
  try {
    return equal(valueAt(element, path), value);
  } catch (missing) {
    return false;
  }
}

const CHANGED = {
  __proto__: null,
  set: (there, { value }) => value,
  remove: (there, { path }) => (path ? undefined : refuse()),
  increment: (there = 0, { by }) => only("number", there) + only("number", by ?? 1),
  push: (there = [], { value, keep }) => [...only("array", there), value].slice(keep ? -keep : 0),
  pull: (there, { value, member }) =>
    there === undefined ? there : only("array", there).filter((element) => !holds(element, tokens(member ?? ""), value)),
  patch: (there = {}, { value }) => ({ ...only("object", there), ...only("object", value) }),
};

/** Changes that the server will refuse have no effect here. */
function changed(value, changes) {
  const change = (before, one) => edited(before, tokens(one.path), (there) => CHANGED[one.op](there, one));
  try {
    return changes.reduce(change, value ?? undefined) ?? null;
  } catch (refused) {
    return value;
  }
}

/** A listener that throws is reported; others still run. */
export function tell(listeners, ...values) {
  for (const listener of [...listeners]) {
    try {
      listener(...values);
    } catch (failure) {
      (globalThis.reportError ?? console.error)(failure);
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

/** The member of payloads that has the name; the first if there are two. */
const MEMBERS = { collection: "collectionId", channel: "channel", presence: "roomName", record: "recordId" };
const feedId = (kind, name) => `${kind} ${name}`;

/**
 * One subscription at the server, shared by handles: each has a `callback` and `options`. `base` is true once the server's snapshot is
 * here; messages before it belong to an earlier subscription.
 */
export class Feed {
  handles = new Set();
  store = new Observable();
  base = false;
  constructor(client, feeds, kind, name) {
    Object.assign(this, { client, feeds, kind, name, id: feedId(kind, name) });
  }
  get key() {
    return { [MEMBERS[this.kind]]: this.name };
  }
  get callbacks() {
    return [...this.handles].filter(({ live }) => live).map(({ callback }) => callback);
  }
  get isCurrent() {
    return this.feeds.get(this.id) === this;
  }
  async join(own) {
    this.handles.add(own);
    try {
      const reply = await this.ask(own);
      if (!reply.success) this.leave(own);
      return reply;
    } catch (failure) {
      // The server may have agreed all the same.
      if (this.leave(own, failure) && failure.code === "ETIMEOUT") this.close();
      throw failure;
    }
  }
  handle(own, reply) {
    return new Subscription(this, own, reply);
  }
  ask(own) {
    const taken = (reply) => {
      if (!reply.success) return;
      this.base = true;
      this.snapshot(reply, own);
      this.started = true;
      if (own) own.live = true;
    };
    return this.client.command(`mesh/subscribe-${this.kind}`, this.request(own), { taken, restoring: !own });
  }
  restore() {
    this.base = false;
    const refused = (failure) => {
      if (failure) this.client.emit("error", failure);
      this.lost({ refused: true });
    };
    return this.client.insist(async () => this.isCurrent && ((await this.ask()).success || refused()), refused);
  }
  /** Tells the application that messages are missing; a refused subscription also ends. */
  lost(details) {
    const event = { kind: this.kind, name: this.name, ...details };
    const listeners = [...this.handles].flatMap(({ options }) => options.onLost ?? []);
    if (details.refused) this.forget();
    tell(listeners, event);
    this.client.emit("lost", event);
  }
  forget() {
    this.base = false;
    if (this.isCurrent) this.feeds.delete(this.id);
  }
  /** Returns whether it was the last handle. */
  leave(own, why) {
    this.handles.delete(own);
    const last = this.handles.size === 0 && this.isCurrent;
    if (last) this.forget(why);
    return last;
  }
  release(own) {
    return this.leave(own) ? this.close() : Promise.resolve(false);
  }
  close() {
    this.forget();
    return this.client.isConnected ? this.client.command(`mesh/unsubscribe-${this.kind}`, this.key) : Promise.resolve(true);
  }
}

/** Each handle has its own list. */
class ChannelFeed extends Feed {
  request(own) {
    const { historyLimit, since } = own?.options ?? { historyLimit: MOST_HISTORY, since: { offset: this.offset, epoch: this.epoch } };
    return { ...this.key, historyLimit, since };
  }
  snapshot({ history, publishers, recovered, offset, epoch }, own) {
    const last = history.length - 1;
    const messages = history.map((message, i) => ({
      message,
      publisher: publishers?.[i] ?? undefined,
      offset: offset - (recovered ? last - i : i),
      epoch,
    }));
    if (!recovered) messages.reverse();
    if (own) {
      Object.assign(own, { offset, epoch, store: new Observable(messages.map(({ message }) => message)) });
      own.early?.forEach((message) => this.give(own, message));
      if (this.started) return;
    } else {
      if (!recovered) this.lost({ history });
      messages.forEach((message) => this.update(message));
    }
    Object.assign(this, { offset, epoch });
  }
  update(message) {
    const { offset, epoch } = message;
    if (!this.base || (epoch === this.epoch && offset <= this.offset)) return;
    Object.assign(this, { offset, epoch });
    for (const own of this.handles) {
      if (own.live) this.give(own, message);
      else (own.early ??= []).push(message);
    }
  }
  give(own, { message, publisher, offset, epoch }) {
    if (epoch === own.epoch && offset <= own.offset) return;
    own.store.set([...own.store.get(), message].slice(-Math.max(KEPT_MESSAGES, own.options.historyLimit ?? 0)));
    tell([own.callback], message, publisher);
  }
}

class PresenceFeed extends Feed {
  async join(own) {
    const by = own.options.by === "user" ? "user" : undefined;
    if (this.handles.size === 0) this.by = by;
    if (this.by !== by) throw new Error(`"${this.name}" is followed in another way already`);
    return super.join(own);
  }
  request() {
    return { ...this.key, by: this.by };
  }
  snapshot({ present, states = {}, users = {} }) {
    this.store.set({ present, states, users });
  }
  update(update) {
    if (!this.base) return;
    const { type, connectionId, userId, state } = update;
    let { present, states, users } = this.store.get();
    if (type === "state") {
      states = without(states, connectionId);
      if (state !== null) states = { ...states, [connectionId]: state };
      if (userId !== undefined) users = { ...users, [connectionId]: userId };
    } else {
      const who = userId ?? connectionId;
      present = present.filter((each) => each !== who);
      if (type === "join") present.push(who);
      else states = [who, ...Object.keys(users).filter((id) => users[id] === who)].reduce(without, states);
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
  value = null;
  version = 0;
  /** Own writes that are not in the server's value yet. */
  writes = [];
  /** Updates that wait for answers: they may contain own changes. */
  early = [];
  request() {
    const modes = [...this.handles].map(({ options }) => options.mode);
    return { ...this.key, mode: modes.includes("patch") ? "patch" : modes[0], since: this.version || undefined };
  }
  snapshot({ record, version }) {
    this.early = [];
    const news = this.started && (version !== this.version || !equal(record, this.value));
    this.accept(record, version);
    if (news) tell(this.callbacks, { recordId: this.name, full: record, version, value: this.store.get() });
  }
  accept(value, version) {
    // The record started again: confirmed own writes belong to the previous one.
    const confirmed = version < this.version ? Infinity : version;
    this.value = value;
    this.version = version;
    this.writes = this.writes.filter((write) => !(write.version <= confirmed));
    this.show();
  }
  show() {
    const shown = this.writes.reduce((value, write) => write.apply(value), this.value);
    // An own write usually showed it already.
    if (!this.echo || !equal(shown, this.store.get())) this.store.set(shown);
    this.echo = this.writes.length > 0;
  }
  update(update) {
    if (!(update.version >= 0)) throw new TypeError("no version");
    this.early.push([update, this.writes.filter((write) => write.once)]);
    this.answered();
  }
  answered() {
    const waits = (write) => write.version === undefined && this.writes.includes(write);
    while (this.early.length > 0 && !this.early[0][1].some(waits)) this.updated(this.early.shift()[0]);
  }
  updated(update) {
    if (!this.base) return undefined;
    const { patch, version } = update;
    let { full = null } = update;
    if (patch !== undefined) {
      if (version <= this.version) return undefined;
      try {
        full = version === this.version + 1 ? patched(this.value ?? {}, patch) : refuse();
      } catch (failure) {
        return this.restore();
      }
    }
    this.accept(full, version);
    const told = { ...update, value: this.store.get() };
    // Another handle may have asked for patches.
    const whole = patch ? { ...without(told, "patch"), full } : told;
    for (const { live, callback, options } of this.handles) {
      if (live) tell([callback], options.mode === "patch" ? told : whole);
    }
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
      const { version } = await this.client.command("mesh/publish-record-update", { ...this.key, ...what, options });
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
  #own;
  constructor(feed, own, reply) {
    this.#feed = feed;
    this.#own = own;
    Object.assign(this, without(reply, "version"));
  }
  get = () => this.#store.get();
  subscribe = (listener) => this.#store.subscribe(listener);
  close = () => this.#feed.release(this.#own);
  get #store() {
    return this.#own.store ?? this.#feed.store;
  }
  get version() {
    return this.#feed.version;
  }
  write = (value, options) => this.#feed.write(value, options);
  change = (changes, options) => this.#feed.change(changes, options);
}

export class MeshClient {
  connectionId;
  latency;
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
  #asked;
  #secret;
  #lastNumber = 0;
  #unanswered = new Set();
  #pending = new Map();
  #queue = [];
  #handlers = new Map();
  #answers = new Map();
  #timers = {};
  #missed = 0;
  #heard = 0;
  #feeds = new Map();
  /** Room name to whether it is `joined`, and the `own` state there. */
  #rooms = new Map();
  /** Name to its handle, and whom to tell of its loss. */
  #names = new Map();
  #claims = new Set();
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

  /** The state lags while a loss is told. */
  get #isOnline() {
    return this.isConnected && this.state === "online";
  }

  connect() {
    if (this.#opening) return this.#opening.promise;
    if (this.state === "online") return Promise.resolve();
    this.#wanted = true;
    this.#failures = 0;
    this.#opening = deferred();
    this.#watchPage();
    // A page that woke up may be connecting.
    if (!this.#socket) {
      this.status.set("connecting");
      this.#dial();
    }
    return this.#opening.promise;
  }

  close() {
    const socket = this.#socket;
    this.#wanted = false;
    this.#end(closedError());
    const { promise, resolve } = deferred();
    if (!socket || socket.readyState === 3) return Promise.resolve();
    const patience = setTimeout(resolve, 1000);
    socket.onclose = resolve;
    socket.close(1000, "closed");
    return promise.then(() => clearTimeout(patience));
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

  /** For feeds: `taken` gets the result before the next frame; `restoring` sends at once, and on this connection alone. */
  command(name, payload, options = {}) {
    JSON.stringify(payload);
    const settings = typeof options === "number" ? { timeout: options } : options;
    const { timeout = this.#options.requestTimeout, taken, restoring = false } = settings;
    const repeatable = settings.repeatable === true || NUMBERED.test(name);
    const harmless = !repeatable && !restoring && name.startsWith("mesh/");
    const call = { name, payload, ...deferred(), repeatable, harmless, taken };
    if (!this.#wanted) {
      call.reject(closedError());
    } else if (restoring ? this.isConnected : this.#isOnline) {
      this.#submit(call);
    } else if (this.#options.offline === "fail") {
      call.reject(new MeshError("EGONE", `There is no connection for "${name}"`));
    } else if (this.#queue.length >= this.#options.maxQueued) {
      call.reject(new MeshError("EBUSY", `${this.#queue.length} commands wait already`));
    } else {
      this.#queue.push(call);
    }
    const late = () => {
      this.#pending.delete(call.id);
      this.#queue = this.#queue.filter((each) => each !== call);
      call.reject(new MeshError("ETIMEOUT", `No reply to "${name}" within ${timeout} ms`));
    };
    const timer = timeout === Infinity ? undefined : setTimeout(late, timeout);
    const done = () => {
      clearTimeout(timer);
      this.#unanswered.delete(call.number);
    };
    call.promise.then(done, done);
    return call.promise;
  }

  sendEvent(name, payload) {
    return this.sendFrame(JSON.stringify({ command: name, payload }));
  }

  sendFrame(frame) {
    if (!this.#isOnline) return false;
    this.#socket.send(frame);
    return true;
  }

  async joinRoom(roomName, onPresence, options) {
    const room = this.#rooms.get(roomName) ?? { own: {} };
    this.#rooms.set(roomName, room);
    const reply = await this.command("mesh/join-room", { roomName });
    room.joined ||= reply.success;
    if (!reply.success || !onPresence) return reply;
    const presence = await this.subscribePresence(roomName, onPresence, options);
    if (this.#rooms.get(roomName) !== room) presence.close();
    return Object.assign(presence, reply, presence.success && { present: presence.present });
  }

  async leaveRoom(roomName) {
    this.#rooms.delete(roomName);
    const followed = this.#feeds.get(feedId("presence", roomName))?.close();
    return (await Promise.all([this.command("mesh/leave-room", { roomName }), followed]))[0];
  }

  subscribePresence(roomName, callback, options) {
    return this.subscribe("presence", PresenceFeed, roomName, callback, options);
  }

  unsubscribePresence(roomName) {
    return this.#unsubscribe("presence", roomName);
  }

  getPresenceState(roomName, { by } = {}) {
    return this.command("mesh/get-presence-state", { roomName, by });
  }

  async publishPresenceState(roomName, { state, expireAfter, silent } = {}) {
    const own = this.#rooms.get(roomName)?.own;
    const done = await this.command("mesh/publish-presence-state", { roomName, state, expireAfter, silent });
    if (done && own) Object.assign(own, { state, silent, until: Date.now() + (expireAfter ?? Infinity) });
    return done;
  }

  clearPresenceState(roomName) {
    Object.assign(this.#rooms.get(roomName) ?? {}, { own: {} });
    return this.command("mesh/clear-presence-state", { roomName });
  }

  async takeName(name, { ifTaken, onLost } = {}) {
    const claim = this.#claim(name, ifTaken);
    this.#claims.add(claim);
    try {
      const { since } = await this.command("mesh/take-name", claim);
      const handle = { name, held: this.#claims.delete(claim), free: () => (handle.held ? this.freeName(name) : Promise.resolve({ success: true })) };
      const taken = this.#names.get(name) ?? { handle, callbacks: new Set() };
      taken.handle.since = since;
      if (onLost) taken.callbacks.add(onLost);
      if (handle.held) this.#names.set(name, taken);
      return taken.handle;
    } catch (failure) {
      // The server may have agreed all the same.
      this.#claims.delete(claim);
      if (failure.code === "ETIMEOUT" && !this.#names.has(name) && !this.#claimsOf(name)[0]) this.freeName(name).catch(() => {});
      throw failure;
    }
  }

  freeName(name) {
    this.#claimsOf(name).forEach((claim) => this.#claims.delete(claim));
    this.#forgetName(name);
    return this.command("mesh/free-name", { name });
  }

  #claimsOf(name) {
    return [...this.#claims].filter((claim) => claim.name === name);
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

  #takeAgain(name) {
    return this.insist(
      () => this.#names.has(name) && this.command("mesh/take-name", this.#claim(name), { restoring: true }),
      ({ code }) => this.#nameLost(name, code === "ENAMETAKEN" ? "replaced" : "refused"),
    );
  }

  subscribeChannel(channel, callback, options) {
    return this.subscribe("channel", ChannelFeed, channel, callback, options);
  }

  unsubscribeChannel(channel) {
    return this.#unsubscribe("channel", channel);
  }

  getChannelHistory(channel, { limit, since, before } = {}) {
    return this.command("mesh/get-channel-history", { channel, limit, since, before });
  }

  async publishChannel(channel, message) {
    return (await this.command("mesh/publish-channel", { channel, message })).offset;
  }

  subscribeRecord(recordId, callback, options) {
    if (isObject(callback)) [callback, options] = [undefined, callback];
    return this.subscribe("record", RecordFeed, recordId, callback, options);
  }

  unsubscribeRecord(recordId) {
    return this.#unsubscribe("record", recordId);
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
    const name = connectionId === undefined ? "mesh/get-my-connection-metadata" : "mesh/get-connection-metadata";
    return (await this.command(name, { connectionId })).metadata;
  }

  async setConnectionMetadata(metadata, options = {}) {
    const { success } = await this.command("mesh/set-my-connection-metadata", { metadata, options });
    if (success) this.#metadata = { value: merged(this.#metadata?.value, metadata, options.strategy) };
    return success;
  }

  async subscribe(kind, Kind, name, callback = () => {}, options = {}) {
    const id = feedId(kind, name);
    const feed = this.#feeds.get(id) ?? new Kind(this, this.#feeds, kind, name);
    this.#feeds.set(id, feed);
    const own = { callback, options };
    return feed.handle(own, await feed.join(own));
  }

  #unsubscribe(kind, name) {
    const feed = this.#feeds.get(feedId(kind, name));
    return feed ? feed.close() : this.command(`mesh/unsubscribe-${kind}`, { [MEMBERS[kind]]: name });
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
    }
    const [first = this.#lastNumber + 1] = this.#unanswered;
    return { client: this.#secret, number: call.number, answered: Math.min(first, call.number) - 1 };
  }

  /** Whether the server surely remembers this request; a fifth of the time is left for the way. */
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
    const { token, connectTimeout, WebSocket: Socket = globalThis.WebSocket } = this.#options;
    clearTimeout(this.#timers.connect);
    clearTimeout(this.#timers.retry);
    this.#timers.connect = setTimeout(() => this.#drop("not connected in time"), connectTimeout);
    let socket;
    try {
      const url = String(await given(this.#addresses[this.#address % this.#addresses.length]));
      const bearer = await given(token);
      if (stale()) return;
      socket = bearer === undefined ? new Socket(url) : new Socket(url, ["mesh", `bearer.${bearer}`]);
    } catch (failure) {
      if (!stale()) this.#lost(1006, failure?.message);
      return;
    }
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#socket === socket && this.#receive(data);
    socket.onclose = ({ code, reason }) => this.#socket === socket && this.#lost(code, reason);
    socket.onerror = () => {};
  }

  #receive(text) {
    this.#heard = Date.now();
    this.#missed = 0;
    if (typeof text !== "string") return this.emit("mesh/bytes", text);
    try {
      const { id, command, payload, once, memory, authenticate } = JSON.parse(text);
      if (typeof command !== "string") throw notOfTheProtocol();
      if (String(id).startsWith("s:")) this.#answer(id, command, payload);
      else if (this.#pending.has(id)) this.#settle(this.#pending.get(id), payload);
      else if (id === undefined) {
        if (command === "mesh/assign-id") {
          this.#memory = once > 0 && globalThis.crypto ? { once, memory } : undefined;
          this.#asked = authenticate;
        }
        this.#event(command, payload);
      }
    } catch (failure) {
      this.emit("error", notOfTheProtocol());
      this.#drop("unreadable frame", 4400);
    }
  }

  #settle(call, payload) {
    this.#pending.delete(call.id);
    if (typeof payload?.error === "string" && typeof payload.code === "string") {
      return call.reject(new MeshError(payload.code, payload.error, payload));
    }
    try {
      call.taken?.(payload);
    } catch (failure) {
      call.reject(notOfTheProtocol());
    }
    return call.resolve(payload);
  }

  #event(command, payload) {
    switch (command) {
      case "mesh/assign-id":
        return this.connectionId || this.#opened(payload);
      case "ping":
        return this.#write({ command: "pong", payload: {} });
      case "latency:request":
        return this.#write({ command: "latency:response", payload: {} });
      case "latency":
        this.latency = payload;
        return this.emit("latency", payload);
      case "mesh/subscription-message":
      case "mesh/presence-update":
      case "mesh/record-update":
      case "mesh/collection-diff":
        return this.#feedOf(payload)?.update(payload);
      case "mesh/record-deleted":
        return this.#feedOf(payload)?.update({ ...payload, deleted: true });
      case "mesh/unsubscribed": {
        // It is no longer exposed.
        const feed = this.#feedOf(payload);
        return feed?.base && feed.lost({ refused: true });
      }
      case "mesh/name-lost":
        // A frame of a dying connection arrived late.
        if (payload.reason === "elsewhere") return this.#takeAgain(payload.name);
        return this.#nameLost(payload.name, payload.reason);
      case "mesh/error":
        return this.emit("error", new MeshError(payload.code, payload.error, payload));
      default:
        return OWN.has(command) || this.emit(command, payload);
    }
  }

  #feedOf(payload) {
    const kind = Object.keys(MEMBERS).find((each) => has(payload, MEMBERS[each]));
    return this.#feeds.get(feedId(kind, payload[MEMBERS[kind]]));
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
    this.connectionId = id;
    this.#watch();
    const credential = this.#options.credential ?? (this.#asked ? this.#options.token : undefined);
    if (credential !== undefined && !(await this.#signIn(credential, attempt))) return;
    clearTimeout(this.#timers.connect);
    if (again && !(await this.#restore())) return;
    if (!this.#begun) this.#failures = 0;
    this.#begun = true;
    this.#openedAt = Date.now();
    this.#queue.splice(0).forEach((call) => this.#submit(call));
    this.status.set("online");
    this.emit(again ? "reconnect" : "connect", { connectionId: id });
    this.#opening?.resolve();
  }

  /** Returns false if the connection is gone. */
  async #signIn(source, attempt) {
    try {
      const credential = await given(source);
      if (attempt === this.#attempt) {
        clearTimeout(this.#timers.connect);
        await this.command("mesh/authenticate", { credential }, { restoring: true });
      }
    } catch (failure) {
      if (attempt === this.#attempt) {
        this.emit("error", failure);
        const code = failure?.code;
        const again = !(failure instanceof MeshError) || TEMPORARY.test(code) || code === "ESERVER";
        if (code !== "ENOTFOUND") this.#drop("not signed in", again ? 4002 : 4003);
      }
    }
    return attempt === this.#attempt;
  }

  /** Returns false if the connection broke in the meantime. */
  async #restore() {
    const steps = [];
    const add = (name, payload) => steps.push(() => this.insist(() => this.command(name, payload, { restoring: true })));
    if (this.#metadata) {
      add("mesh/set-my-connection-metadata", { metadata: this.#metadata.value, options: { strategy: "merge" } });
    }
    for (const name of this.#names.keys()) steps.push(() => this.#takeAgain(name));
    for (const [roomName, { joined, own: { state, silent, until } }] of this.#rooms) {
      if (!joined) continue;
      add("mesh/join-room", { roomName });
      const left = until - Date.now();
      const expireAfter = left < Infinity ? left : undefined;
      if (left > 0) add("mesh/publish-presence-state", { roomName, state, silent, expireAfter });
    }
    for (const feed of this.#feeds.values()) if (feed.started) steps.push(() => feed.restore());
    for (const restored of steps) if (!(await restored())) return false;
    return true;
  }

  /** Repeats requests that the server can't serve now. Returns false if the connection broke in the meantime. */
  async insist(action, refused = (failure) => this.emit("error", failure)) {
    const attempt = this.#attempt;
    const timer = `again ${this.#nextId++}`;
    for (let tries = 0; attempt === this.#attempt && this.isConnected; tries++) {
      try {
        await action();
        return attempt === this.#attempt;
      } catch (failure) {
        if (attempt !== this.#attempt) break;
        if (!TEMPORARY.test(failure.code)) {
          refused(failure);
          return true;
        }
        await new Promise((resolve) => (this.#timers[timer] = setTimeout(resolve, this.#delay(tries))));
      }
    }
    return false;
  }

  #lost(code, reason) {
    const online = this.state === "online";
    if (Date.now() - this.#openedAt >= Math.min(STABLE, this.#options.maxReconnectInterval)) this.#failures = 0;
    this.#openedAt = Infinity;
    const attempt = this.#unlink();
    const stays = FINAL_CODES.has(code) || !this.#options.shouldReconnect;
    const again = [];
    for (const call of this.#pending.values()) {
      // Without a number the server would not know that it had it.
      if (call.harmless || call.number) again.push(call);
      else call.reject(unknownOutcome(call));
    }
    this.#pending.clear();
    this.#queue.unshift(...again);
    if (online) this.emit("disconnect", { code, reason });
    // A listener may close it.
    if (attempt !== this.#attempt) return;
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
      this.status.set("offline");
      this.emit("reconnectfailed", failure);
      return;
    }
    this.#timers.retry = setTimeout(() => this.#redial(), this.#delay(this.#failures++));
    if (this.#begun) this.status.set(globalThis.navigator?.onLine === false ? "offline" : "reconnecting");
  }

  #redial() {
    if (this.#begun) this.status.set("reconnecting");
    this.#dial();
  }

  /** With full jitter: clients don't all return at once. */
  #delay(failures) {
    const { reconnectInterval, maxReconnectInterval } = this.#options;
    return Math.random() * Math.min(maxReconnectInterval, reconnectInterval * 2 ** Math.min(failures, 30));
  }

  #drop(reason, code = 4002) {
    const socket = this.#socket;
    if (socket) {
      socket.onclose = socket.onmessage = null;
      socket.close(code, reason);
    }
    this.#lost(code, reason);
  }

  #end(failure, event = { code: 1000, reason: "closed" }) {
    const was = this.state;
    this.#unlink();
    this.#page?.();
    this.#page = undefined;
    this.#abandon(failure);
    this.#begun = false;
    this.#rooms.clear();
    for (const name of this.#names.keys()) this.#forgetName(name);
    this.#metadata = undefined;
    for (const feed of this.#feeds.values()) feed.forget(failure);
    this.status.set("closed");
    if (was !== "closed") this.emit("close", event);
  }

  /** Calls that were sent may have taken effect. */
  #abandon(failure) {
    const waiting = [...this.#pending.values(), ...this.#queue];
    this.#pending.clear();
    this.#queue = [];
    waiting.forEach((call) => call.reject(call.id ? unknownOutcome(call) : failure));
    this.#opening?.promise.catch(() => {});
    this.#opening?.reject(failure);
    this.#opening = undefined;
  }

  /** The connection, or the attempt to open one, is over. */
  #unlink() {
    this.#socket = undefined;
    this.connectionId = undefined;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
    return ++this.#attempt;
  }

  #watch() {
    const { pingTimeout, maxMissedPings } = this.#options;
    let checked = (this.#heard = Date.now());
    const check = () => {
      const now = Date.now();
      const slept = now - checked > 2 * pingTimeout;
      checked = now;
      this.#timers.check = setTimeout(check, pingTimeout);
      if (slept) this.#probe();
      else if (now - this.#heard >= pingTimeout && ++this.#missed > maxMissedPings) this.#drop("no pings");
    };
    this.#timers.check = setTimeout(check, pingTimeout);
  }

  /** After sleep, or a change of network. */
  #probe() {
    if (!this.isConnected) return;
    const asked = Date.now();
    this.command("mesh/noop", undefined, { timeout: PROBE_TIMEOUT, restoring: true }).catch(({ code }) => {
      if (code === "ETIMEOUT" && this.#heard < asked) this.#drop("no answer after waking up");
    });
  }

  #wake() {
    if (!this.#wanted) return;
    if (this.#socket) {
      this.#probe();
    } else {
      this.#failures = 0;
      this.#redial();
    }
  }

  #watchPage() {
    if (this.#page || !globalThis.addEventListener) return;
    const listener = ({ type, persisted }) => {
      if (type === "pagehide") {
        if (persisted && this.#socket) this.#drop("the page is hidden", 4001);
      } else if (type === "pageshow" ? persisted : type !== "visibilitychange" || document.visibilityState === "visible") {
        this.#wake();
      }
    };
    const events = ["online", "offline", "pageshow", "pagehide", "visibilitychange"];
    events.forEach((event) => addEventListener(event, listener));
    this.#page = () => events.forEach((event) => removeEventListener(event, listener));
  }
}

function deferred() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  return result;
}

/** `…/mesh/client.js` is served beside `…/mesh`. */
const ownServer = () => import.meta.url.replace(/^http([^?#]*)\/.*/, "ws$1");
