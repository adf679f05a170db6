// Pipes for the mesh client; `pipes.d.ts` beside it describes what it exports. License: Apache 2.0
import { MeshError } from "./client.js";

/** How many messages may be on their way that the application did not take, and how much. */
const WINDOW = 1024;
const MOST_UNDER_WAY = 1 << 20;
/** The two ends may write the same value with different lengths. */
const MOST_RECEIVED = 4 * MOST_UNDER_WAY;
const MOST_WAITING = 16 << 20;
/** How long what was taken may wait for more, in ms. */
const MOMENT = 10;
const PATIENCE = 2000;
const MOST_PATIENCE = 30000;
const CHUNK = 1 << 16;
/** As many pipes with earlier ends are remembered. */
const MOST_LEFT = 256;

/** The pipes of each client. */
const desks = new WeakMap();

/** Whether a pipe has that name, or one that matches as a whole: with whatever flags, whichever alternative comes first. */
function accepts(names, name) {
  if (typeof names === "string") return names === name;
  return new RegExp(`^(?:${names.source})$`, names.flags.replace(/[gmy]/g, "")).test(name);
}

function deskOf(client) {
  if (!desks.has(client)) desks.set(client, new Desk(client));
  return desks.get(client);
}

export function openPipe(client, self, peer, name) {
  return deskOf(client).open(self, peer, name);
}

export function onPipe(client, names, acceptor) {
  return deskOf(client).accept(names, acceptor);
}

const gone = (message) => new MeshError("EGONE", message);
const errorOf = ({ message, code, name }) => ({ error: String(message), code: code ?? "ESERVER", name: name ?? "Error" });

/** The id and the number in front of the bytes; docs/protocol.md has the form. */
function bytesFrame(id, number, bytes, alone) {
  const frame = new Uint8Array(id.length + 10 + bytes.length);
  const view = new DataView(frame.buffer);
  frame[0] = id.length;
  for (let i = 0; i < id.length; i++) frame[1 + i] = id.charCodeAt(i);
  frame[1 + id.length] = alone ? 1 : 0;
  view.setUint32(2 + id.length, Math.floor(number / 2 ** 32));
  view.setUint32(6 + id.length, number % 2 ** 32);
  frame.set(bytes, 10 + id.length);
  return frame;
}

function readBytes(buffer) {
  const view = new DataView(buffer);
  const length = view.getUint8(0);
  const id = String.fromCharCode(...new Uint8Array(buffer, 1, length));
  const n = view.getUint32(2 + length) * 2 ** 32 + view.getUint32(6 + length);
  return { id, n, alone: view.getUint8(1 + length) === 1, data: new Uint8Array(buffer, 10 + length) };
}

/** A copy of bytes, or JSON. */
function bodyOf(data) {
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  if (globalThis.Blob && data instanceof Blob) throw new TypeError("sendBlob sends a Blob");
  const text = JSON.stringify(data);
  if (text === undefined) throw new TypeError("there is no JSON for it");
  return text;
}

class Pipe {
  #end;
  constructor(end) {
    this.#end = end;
    this.opened = end.opening.promise;
  }
  get self() {
    return this.#end.key.name;
  }
  get peer() {
    return this.#end.key.to;
  }
  get name() {
    return this.#end.key.pipe;
  }
  get isOpen() {
    return this.#end.open;
  }
  send(data) {
    return this.#end.send(data);
  }
  async sendBlob(blob, { onProgress } = {}) {
    let taken = 0;
    const ways = new Set();
    for (let from = 0; from < blob.size; from += CHUNK) {
      const chunk = await blob.slice(from, from + CHUNK).arrayBuffer();
      const way = this.send(chunk).then(() => {
        ways.delete(way);
        onProgress?.((taken += chunk.byteLength), blob.size);
      });
      ways.add(way);
      way.catch(() => {});
      if (ways.size * CHUNK >= MOST_UNDER_WAY) await Promise.race(ways);
    }
    await Promise.all(ways);
  }
  close(error) {
    this.#end.desk.close(this.#end, error);
  }
  [Symbol.asyncIterator]() {
    return { next: () => this.#end.next(), return: async (value) => this.#end.leave(value) };
  }
}

/** One end: sends in order, again if something got lost, and receives in order, each message once. */
class End {
  candidate = crypto.getRandomValues(new Uint32Array(5)).join("-");
  opening = {};
  open = false;
  id;
  /** The ids of pipes that this end left, because another process was at the other end. */
  left = new Set();
  // Outgoing: `underWay` follows the number `acknowledged`; `last` is the highest number that was ever used.
  waiting = [];
  underWay = [];
  acknowledged = 0;
  last = 0;
  sizeUnderWay = 0;
  sizeSent = 0;
  // Incoming: `given` went to the application and counts as taken when it asks for more.
  arrived = [];
  given = [];
  readers = [];
  received = 0;
  taken = 0;
  told = 0;
  sizeUntold = 0;
  sizeArrived = 0;
  gap = 0;
  patience = PATIENCE;
  deadline = Infinity;

  constructor(desk, key) {
    Object.assign(this, { desk, key });
    this.opening.promise = new Promise((resolve, reject) => Object.assign(this.opening, { resolve, reject }));
    this.opening.promise.catch(() => {});
    this.pipe = new Pipe(this);
  }

  asks() {
    return { ...this.key, candidate: this.candidate, window: WINDOW };
  }

  say(command, n, more) {
    this.desk.client.sendEvent(command, { id: this.id, n, ...more });
  }

  opened(id, window) {
    if (this.left.has(id)) {
      // The other end has its numbers still, and this one doesn't.
      const why = "Another process was at the other end meanwhile; which messages arrived is unknown";
      this.desk.close(this, new MeshError("EUNKNOWN", why));
      return;
    }
    const wasOpen = this.open;
    this.peerWindow = Math.max(1, Math.min(window, WINDOW));
    this.open = true;
    if (id === this.id) {
      this.resuming = !wasOpen && this.last > this.acknowledged;
      this.say("mesh/pipe-resume", this.received);
      if (this.received > 0) this.acknowledge();
    } else {
      if (this.id) this.left.add(this.id);
      if (this.left.size > MOST_LEFT) this.left.delete([...this.left][0]);
      this.id = id;
      this.resuming = false;
      this.rewind(this.acknowledged);
      const unknown = new MeshError("EUNKNOWN", "It was sent to a process that is gone; its outcome is unknown");
      this.waiting.splice(0, this.last - this.acknowledged).forEach((message) => this.settle(message, unknown));
      this.acknowledged = this.last = this.received = this.taken = this.told = this.sizeUntold = this.gap = 0;
    }
    this.moved();
    this.pump();
    this.opening.resolve();
  }

  send(data) {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(this.closed);
      let body;
      try {
        body = bodyOf(data);
      } catch (failure) {
        return reject(new MeshError("EPAYLOAD", `The message cannot be sent: ${failure.message}`));
      }
      const size = body.length;
      if (this.sizeSent > 0 && this.sizeSent + size > MOST_WAITING) {
        return reject(new MeshError("EBUSY", `Too much waits to be sent through the pipe "${this.key.pipe}"`));
      }
      this.sizeSent += size;
      this.waiting.push({ body, size, resolve, reject });
      this.pump();
      return this.desk.watch();
    });
  }

  settle({ size, resolve, reject }, failure) {
    this.sizeSent -= size;
    if (failure) reject(failure);
    else resolve();
  }

  pump() {
    while (this.open && !this.resuming && this.waiting.length > 0 && this.underWay.length < this.peerWindow) {
      const [next] = this.waiting;
      const alone = this.underWay.length === 0;
      if (!alone && this.sizeUnderWay + next.size > MOST_UNDER_WAY) return;
      this.underWay.push(this.waiting.shift());
      this.sizeUnderWay += next.size;
      const number = this.acknowledged + this.underWay.length;
      this.last = Math.max(this.last, number);
      if (typeof next.body !== "string") this.desk.client.sendFrame(bytesFrame(this.id, number, next.body, alone));
      else {
        const head = `"id":"${this.id}","n":${number}${alone ? ',"alone":true' : ""}`;
        this.desk.client.sendFrame(`{"command":"mesh/pipe","payload":{${head},"data":${next.body}}}`);
      }
    }
  }

  /** The other end's application took everything up to this number. */
  acknowledgedUpTo(number) {
    if (number > this.last) return;
    while (this.acknowledged < number) {
      const message = this.underWay.shift();
      if (message) this.sizeUnderWay -= message.size;
      this.settle(message ?? this.waiting.shift());
      this.acknowledged++;
    }
    this.resumeSending();
  }

  /** The other end has everything up to this number, and nothing after it. */
  resumedFrom(number) {
    this.rewind(number);
    this.resumeSending();
  }

  resumeSending() {
    this.resuming = false;
    this.moved();
    this.pump();
  }

  rewind(number) {
    const back = this.underWay.splice(Math.max(0, number - this.acknowledged));
    back.forEach(({ size }) => (this.sizeUnderWay -= size));
    this.waiting.unshift(...back);
  }

  message(number, data, alone) {
    if (number <= this.received) return;
    if (number > this.received + 1) {
      // Higher numbers were sent before the other end heard of the gap; only others show that it must hear again.
      const known = this.gap !== 0 && number > this.gap;
      this.gap = number;
      if (!known) this.say("mesh/pipe-resume", this.received);
      return;
    }
    const plain = typeof data === "string" || data instanceof Uint8Array;
    const size = plain ? data.length : JSON.stringify(data).length;
    const tooLong = this.sizeArrived > 0 && this.sizeArrived + size > MOST_RECEIVED;
    if (tooLong || this.received - this.taken >= WINDOW || this.arrived.length >= 4 * WINDOW) {
      this.desk.close(this, new MeshError("EBUSY", "The other end sends more than it may"));
      return;
    }
    this.received = number;
    this.gap = 0;
    this.sizeArrived += size;
    this.arrived.push({ id: this.id, number, data, size, alone });
    this.give();
  }

  asked(number) {
    if (number <= this.received) this.acknowledge();
    else {
      this.gap = number;
      this.say("mesh/pipe-resume", this.received);
    }
  }

  next() {
    this.took();
    return new Promise((resolve, reject) => {
      this.readers.push({ resolve, reject });
      this.give();
    });
  }

  leave(value) {
    this.took();
    return { value, done: true };
  }

  give() {
    while (this.readers.length > 0 && (this.arrived.length > 0 || this.closed)) {
      const { resolve, reject } = this.readers.shift();
      const arrival = this.arrived.shift();
      if (arrival) {
        this.sizeArrived -= arrival.size;
        this.given.push(arrival);
        resolve({ value: arrival.data, done: false });
      } else if (this.error) {
        reject(this.error);
        this.error = undefined;
      } else {
        resolve({ value: undefined, done: true });
      }
    }
  }

  took() {
    for (const { id, number, size, alone } of this.given.splice(0)) {
      if (id !== this.id) continue;
      this.taken = Math.max(this.taken, number);
      this.sizeUntold += size;
      const quarter = this.taken - this.told >= WINDOW / 4 || this.sizeUntold >= MOST_UNDER_WAY / 4;
      // Timers of hidden pages come late.
      if (alone || quarter || globalThis.document?.hidden) this.tell();
      else this.telling ??= setTimeout(() => this.tell(), MOMENT);
    }
  }

  tell() {
    clearTimeout(this.telling);
    this.telling = undefined;
    if (this.open && this.taken > this.told) this.acknowledge();
  }

  acknowledge() {
    this.told = this.taken;
    this.sizeUntold = 0;
    this.say("mesh/pipe-ack", this.told);
  }

  moved() {
    this.patience = PATIENCE;
    this.deadline = Date.now() + PATIENCE;
    this.desk.watch();
  }

  get isIdle() {
    return this.open && this.last === this.acknowledged;
  }

  tick(now) {
    if (this.isIdle || now < this.deadline) return;
    this.patience = Math.min(2 * this.patience, MOST_PATIENCE);
    this.deadline = now + this.patience;
    if (this.open) this.say("mesh/pipe", this.last);
    else this.desk.ask(this).catch(() => {});
  }

  end(why, error) {
    this.closed = why;
    this.error = error;
    this.open = false;
    clearTimeout(this.telling);
    this.rewind(this.acknowledged);
    this.waiting.splice(0).forEach((message) => this.settle(message, why));
    this.opening.reject(why);
    this.give();
  }
}

class Desk {
  ends = new Map();
  acceptors = [];
  timer;

  constructor(client) {
    this.client = client;
    client.on("mesh/pipe-wanted", (payload) => this.wanted(payload));
    client.on("mesh/pipe-open", (payload) => this.endOf(payload)?.opened(payload.id, payload.window));
    client.on("mesh/pipe-state", (payload) => this.away(this.endOf(payload)));
    client.on("mesh/pipe-closed", (payload) => this.closed(this.endOf(payload), payload.error));
    client.on("mesh/pipe", (payload) => this.message(payload));
    client.on("mesh/bytes", (buffer) => this.message(readBytes(buffer)));
    client.on("mesh/pipe-ack", ({ id, n }) => this.byId(id)?.acknowledgedUpTo(n));
    client.on("mesh/pipe-resume", ({ id, n }) => this.byId(id)?.resumedFrom(n));
    client.on("disconnect", () => this.ends.forEach((end) => (end.open = false)));
    client.on("reconnect", () => this.ends.forEach((end) => this.again(end)));
    client.on("close", () => this.ends.forEach((end) => this.forget(end, gone("The client was closed"))));
  }

  keyOf({ name, from, to = from, pipe }) {
    return JSON.stringify([name, to, pipe]);
  }

  endOf(payload) {
    return this.ends.get(this.keyOf(payload));
  }

  byId(id) {
    for (const end of this.ends.values()) if (end.id === id) return end;
    return undefined;
  }

  add(key) {
    const end = new End(this, key);
    this.ends.set(this.keyOf(key), end);
    return end;
  }

  async open(name, to, pipe) {
    const key = { name, to, pipe };
    if (this.endOf(key)) throw new Error("This client has that pipe already; close it first");
    const end = this.add(key);
    await this.ask(end, true);
    return end.pipe;
  }

  /** Asks the server for the pipe. It ends if that fails for the first time, or is forbidden. */
  async ask(end, first) {
    if (!first && this.client.state !== "online") return;
    try {
      await this.client.command("mesh/open-pipe", end.asks());
      end.moved();
    } catch (failure) {
      const { code } = failure;
      if ((first || code === "EFORBIDDEN") && !end.closed) {
        // The server may have agreed all the same.
        if (code === "ETIMEOUT") this.release(end);
        this.forget(end, failure, failure);
      }
      throw failure;
    }
  }

  again(end) {
    end.moved();
    this.ask(end).catch(() => {});
  }

  away(end) {
    if (!end) return;
    end.open = false;
    end.moved();
  }

  accept(names, acceptor) {
    const own = { names, acceptor };
    this.acceptors.push(own);
    return () => {
      this.acceptors = this.acceptors.filter((each) => each !== own);
    };
  }

  async wanted({ name, from, pipe }) {
    const key = { name, to: from, pipe };
    const found = this.acceptors.find(({ names }) => accepts(names, pipe));
    if (!found || this.endOf(key)) return;
    const end = this.add(key);
    this.ask(end, true).catch(() => {});
    try {
      await found.acceptor(end.pipe);
    } catch (failure) {
      if (end.closed && failure === end.closed) return;
      this.client.emit("error", failure);
      this.close(end, new MeshError("ESERVER", "The receiver failed"));
    }
  }

  message({ id, n, data, alone }) {
    const end = this.byId(id);
    if (data === undefined) end?.asked(n);
    else end?.message(n, data, alone);
  }

  closed(end, error) {
    if (!end) return;
    const why = error && new MeshError(error.code, error.error, error);
    this.forget(end, why ?? gone("The other end closed the pipe"), why);
  }

  close(end, error) {
    if (end.closed) return;
    this.release(end, error && errorOf(error));
    this.forget(end, error ?? gone("The pipe was closed"), error);
  }

  release(end, error) {
    this.client.command("mesh/close-pipe", { ...end.key, error }).catch(() => {});
  }

  forget(end, why, error) {
    this.ends.delete(this.keyOf(end.key));
    end.end(why, error);
    if (this.ends.size > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Looks after the ends that wait for something, once a second. */
  watch() {
    if (this.timer !== undefined || [...this.ends.values()].every((end) => end.isIdle)) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const now = Date.now();
      for (const end of [...this.ends.values()]) end.tick(now);
      this.watch();
    }, 1000);
  }
}
