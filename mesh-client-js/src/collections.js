// Collections for the mesh client; `collections.d.ts` beside it describes what it exports. License: Apache 2.0
import { MeshError } from "./client.js";

/** How long to wait before asking again for what the server can't do at the moment, in ms. */
const AGAIN = 1000;
const TEMPORARY = new Set(["EUNAVAILABLE", "ETIMEOUT", "EBUSY", "ERATE", "EUNKNOWN"]);

/** The collections of each client. */
const desks = new WeakMap();

function deskOf(client) {
  if (!desks.has(client)) desks.set(client, new Desk(client));
  return desks.get(client);
}

/** Resolves once all of the collection is here. */
export function subscribeCollection(client, collectionId, onChange) {
  return deskOf(client).subscribe(collectionId, onChange);
}

/** Calls each, whatever others throw. */
function tell(listeners, ...values) {
  for (const listener of [...listeners]) {
    try {
      listener(...values);
    } catch (failure) {
      if (typeof reportError === "function") reportError(failure);
      else console.error(failure);
    }
  }
}

const same = (one, other) => one.version === other.version && JSON.stringify(one.record) === JSON.stringify(other.record);

/** The application's handle of a collection. */
class CollectionSubscription {
  #collection;
  #onChange;
  constructor(collection, onChange) {
    this.#collection = collection;
    this.#onChange = onChange;
  }
  get collectionId() {
    return this.#collection.id;
  }
  get isLive() {
    return this.#collection.live;
  }
  get = () => this.#collection.list;
  subscribe = (listener) => {
    const own = (list) => listener(list);
    this.#collection.watchers.add(own);
    tell([own], this.get());
    return () => this.#collection.watchers.delete(own);
  };
  close = () => this.#collection.release(this, this.#onChange);
}

class Collection {
  handles = new Set();
  listeners = new Set();
  watchers = new Set();
  /** In order; the same reference until something changes. */
  list = [];
  order = [];
  members = new Map();
  /** Members of an earlier subscription that the server has not named again yet. */
  unconfirmed = new Map();
  version = 0;
  complete = false;
  live = false;
  /** Each subscribing has another one; frames that come while one waits for its reply. */
  asking;
  early = [];

  constructor(desk, id) {
    Object.assign(this, { desk, id });
    this.whole = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.whole.catch(() => {});
  }

  async ask() {
    const question = (this.asking = {});
    this.early = [];
    this.live = false;
    let reply;
    try {
      reply = await this.desk.client.command("mesh/subscribe-collection", { collectionId: this.id });
      if (!reply.success) throw new MeshError("EFORBIDDEN", `The collection "${this.id}" is not open to this client`);
    } catch (failure) {
      if (this.asking === question) this.failed(failure);
      return;
    }
    if (this.asking !== question) return;
    this.asking = undefined;
    this.live = true;
    this.accept(reply);
    this.early.splice(0).forEach(([event, payload]) => this[event](payload));
  }

  failed(failure) {
    this.asking = undefined;
    const { client } = this.desk;
    if (client.state === "closed" || (this.started && !client.isConnected)) return;
    if (this.started && TEMPORARY.has(failure.code)) setTimeout(() => this.live || this.asking || this.ask(), AGAIN);
    else this.end(failure);
  }

  /** Whether it's the one of its id: it may have ended, and another one begun. */
  get isCurrent() {
    return this.desk.collections.get(this.id) === this;
  }

  end(failure) {
    this.live = false;
    if (this.isCurrent) this.desk.collections.delete(this.id);
    this.reject(failure);
    if (this.started) this.desk.client.emit("lost", { kind: "collection", name: this.id, refused: true });
  }

  accept({ records, version, complete = true }) {
    this.version = version;
    this.complete = complete;
    const before = new Map([...this.unconfirmed, ...this.members]);
    this.members.clear();
    this.order = [];
    this.unconfirmed = before;
    this.differ(records, [], []);
  }

  diff({ added, removed, moved = [], version, complete = false }) {
    if (this.asking) return this.early.push(["diff", ...arguments]);
    if (version !== this.version + 1) return this.resynchronise();
    this.version = version;
    this.complete ||= complete;
    return this.differ(added, removed, moved);
  }

  update({ recordId, full, version }) {
    if (this.asking) return this.early.push(["update", ...arguments]);
    if (!this.members.has(recordId)) return undefined;
    const changed = { id: recordId, record: full, version };
    this.members.set(recordId, changed);
    return this.told([], [], [changed]);
  }

  differ(added, removed, moved) {
    const isNew = [];
    const gone = [...removed];
    const changed = [];
    const leaving = new Set([...removed, ...moved.map(({ id }) => id)]);
    if (leaving.size > 0) this.order = this.order.filter((id) => !leaving.has(id));
    removed.forEach((id) => this.members.delete(id));
    for (const { id, record, version } of added) {
      const member = { id, record, version };
      const before = this.unconfirmed.get(id);
      this.unconfirmed.delete(id);
      if (!before) isNew.push(member);
      else if (!same(before, member)) changed.push(member);
      this.members.set(id, member);
    }
    [...added, ...moved]
      .sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity) || 0)
      .forEach(({ id, at }) => this.order.splice(at ?? this.order.length, 0, id));
    if (this.complete) {
      gone.push(...this.unconfirmed.keys());
      this.unconfirmed.clear();
    }
    this.told(isNew, gone, changed, moved.length > 0);
  }

  told(added, removed, changed, moved) {
    if (added.length + removed.length + changed.length > 0 || moved) {
      this.list = [...this.order.map((id) => this.members.get(id)), ...this.unconfirmed.values()];
      tell(this.watchers, this.list);
      if (this.started) tell(this.listeners, added, removed, changed);
    }
    if (this.complete && !this.started) {
      this.started = true;
      this.resolve();
    }
  }

  /** Something was missed. What still comes of the subscription comes before the server says that it ended. */
  async resynchronise() {
    const question = (this.asking = {});
    await this.desk.leave(this.id).catch(() => {});
    if (this.asking === question) await this.ask();
  }

  release(handle, onChange) {
    if (!this.handles.delete(handle)) return Promise.resolve(false);
    this.listeners.delete(onChange);
    if (this.handles.size > 0 || !this.isCurrent) return Promise.resolve(false);
    this.desk.collections.delete(this.id);
    this.live = false;
    this.asking = {};
    return this.desk.leave(this.id);
  }
}

class Desk {
  collections = new Map();
  /** Unsubscribing that was not answered yet. */
  leaving = new Map();

  constructor(client) {
    this.client = client;
    const about = (event) => ({ collectionId, ...payload }) => this.collections.get(collectionId)?.[event](payload);
    client.on("mesh/collection-diff", about("diff"));
    client.on("mesh/record-update", about("update"));
    client.on("mesh/unsubscribed", ({ collectionId }) =>
      this.collections.get(collectionId)?.end(new MeshError("EFORBIDDEN", `The collection "${collectionId}" is no longer open`)),
    );
    client.on("disconnect", () => this.collections.forEach((collection) => (collection.live = false)));
    client.on("reconnect", () =>
      this.collections.forEach((collection) => {
        if (collection.started || !collection.asking) collection.ask();
      }),
    );
    client.on("close", () => this.close());
  }

  /** The client begins anew if it connects again. */
  close() {
    const all = [...this.collections.values()];
    this.collections.clear();
    for (const collection of all) {
      collection.live = false;
      collection.asking = {};
      collection.reject(new MeshError("EGONE", "The client was closed"));
    }
  }

  leave(collectionId) {
    const left = this.client.command("mesh/unsubscribe-collection", { collectionId });
    this.leaving.set(collectionId, left);
    left.catch(() => {}).then(() => this.leaving.get(collectionId) === left && this.leaving.delete(collectionId));
    return left;
  }

  async subscribe(collectionId, onChange) {
    let collection = this.collections.get(collectionId);
    if (!collection) {
      collection = new Collection(this, collectionId);
      this.collections.set(collectionId, collection);
      const left = this.leaving.get(collectionId);
      if (left) left.catch(() => {}).then(() => collection.ask());
      else collection.ask();
    }
    const handle = new CollectionSubscription(collection, onChange);
    collection.handles.add(handle);
    await collection.whole;
    if (onChange) collection.listeners.add(onChange);
    return handle;
  }
}
