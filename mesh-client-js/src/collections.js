// Collections for the mesh client; `collections.d.ts` beside it describes what it exports. License: Apache 2.0
import { Feed, MeshError, tell } from "./client.js";

/** Resolves once all of the collection is here. */
export function subscribeCollection(client, collectionId, onChange) {
  return client.subscribe("collection", CollectionFeed, collectionId, onChange);
}

const same = (one, other) => one.version === other.version && JSON.stringify(one.record) === JSON.stringify(other.record);

/** The application's handle of a collection. */
class CollectionSubscription {
  #feed;
  #own;
  constructor(feed, own) {
    this.#feed = feed;
    this.#own = own;
  }
  get collectionId() {
    return this.#feed.name;
  }
  get isLive() {
    return this.#feed.base && this.#feed.client.isConnected;
  }
  get = () => this.#feed.store.get();
  subscribe = (listener) => this.#feed.store.subscribe(listener);
  close = () => this.#feed.release(this.#own);
}

class CollectionFeed extends Feed {
  order = [];
  members = new Map();
  /** Members of an earlier subscription that the server has not named again yet. */
  unconfirmed = new Map();
  version = 0;
  complete = false;
  isWhole = false;

  constructor(...values) {
    super(...values);
    this.whole = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.whole.catch(() => {});
  }

  /** The first handle brings the list, which others share. */
  async join(own) {
    if (this.handles.size > 0) this.handles.add(own);
    else super.join(own).catch(this.reject);
    await this.whole;
    own.live = true;
  }

  /** No handle is closed before the list is here: what one of them is refused is refused to all that wait. */
  leave(own, why) {
    if (!this.isWhole) this.handles.clear();
    return super.leave(own, why);
  }

  handle(own) {
    return new CollectionSubscription(this, own);
  }

  request() {
    return this.key;
  }

  forget(why = new MeshError("EFORBIDDEN", `The collection "${this.name}" is not open to this client`)) {
    super.forget();
    this.reject(why);
  }

  snapshot({ records, version, complete = true }) {
    this.version = version;
    this.complete = complete;
    this.unconfirmed = new Map(this.store.get()?.map((member) => [member.id, member]));
    this.members.clear();
    this.order = [];
    this.differ(records, [], []);
  }

  update(payload) {
    if (!this.base) return undefined;
    const { recordId, full, version } = payload;
    if (recordId === undefined) return this.diff(payload);
    if (!this.members.has(recordId)) return undefined;
    const changed = { id: recordId, record: full, version };
    this.members.set(recordId, changed);
    return this.told([], [], [changed]);
  }

  diff({ added, removed, moved = [], version, complete = false }) {
    // Something was missed.
    if (version !== this.version + 1) return this.restore();
    this.version = version;
    this.complete ||= complete;
    try {
      return this.differ(added, removed, moved);
    } catch (malformed) {
      // The application was told nothing of it.
      return this.restore();
    }
  }

  differ(added, removed, moved) {
    const isNew = [];
    const changed = [];
    const leaving = new Set([...removed, ...[...added, ...moved].map(({ id }) => id)]);
    if (leaving.size > 0) this.order = this.order.filter((id) => !leaving.has(id));
    const gone = removed.filter((id) => {
      const wasMember = this.members.delete(id);
      return this.unconfirmed.delete(id) || wasMember;
    });
    for (const { id, record, version } of added) {
      const member = { id, record, version };
      const before = this.members.get(id) ?? this.unconfirmed.get(id);
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

  told(added, removed, changed, moved = false) {
    if (!this.isWhole || moved || added.length + removed.length + changed.length > 0) {
      const members = this.order.map((id) => this.members.get(id) ?? notThere(id));
      this.store.set([...members, ...this.unconfirmed.values()]);
      if (this.isWhole) tell(this.callbacks, added, removed, changed);
    }
    if (this.complete && !this.isWhole) {
      this.isWhole = true;
      this.resolve();
    }
  }
}

function notThere(id) {
  throw new TypeError(`"${id}" is not in the collection`);
}
