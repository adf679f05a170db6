// Shared by the tests. They run in Node and inside the JVM: time, randomness and the network are this file's.

export const tests = [];

export function test(name, body) {
  tests.push({ name, run: () => withClock(body) });
}

/** Runs it with a clock that stands still, and without servers of others. */
export async function withClock(body) {
  clock.install();
  Server.all.length = 0;
  try {
    await body();
  } finally {
    clock.uninstall();
  }
}

export class Failed extends Error {}

const text = (value) => (value instanceof Error ? `${value.name}: ${value.message}` : JSON.stringify(value));

export function equal(actual, expected, what = "value") {
  if (text(actual) !== text(expected)) throw new Failed(`${what}: expected ${text(expected)}, found ${text(actual)}`);
}

export function check(condition, what) {
  if (!condition) throw new Failed(what);
}

export async function fails(promise, code) {
  let result;
  try {
    result = await promise;
  } catch (failure) {
    equal(failure.code, code, "code");
    return failure;
  }
  throw new Failed(`expected ${code}, found the result ${text(result)}`);
}

export function throws(body, code) {
  try {
    body();
  } catch (failure) {
    if (code) equal(failure.code, code, "code");
    return failure;
  }
  throw new Failed("expected an error");
}

/** Runs everything that waits for nothing but promises. */
export async function settle() {
  for (let i = 0; i < 50; i++) await null;
}

const REAL = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  now: Date.now,
  random: Math.random,
  reportError: globalThis.reportError,
};

// Not everywhere where the tests run.
globalThis.crypto ??= { getRandomValues: (numbers) => numbers.fill(7) };

export const clock = {
  time: 0,
  timers: new Map(),
  next: 1,
  reported: [],
  install() {
    this.time = 1_000_000;
    this.timers.clear();
    this.reported = [];
    globalThis.setTimeout = (action, delay = 0) => {
      this.timers.set(this.next, { action, at: this.time + delay });
      return this.next++;
    };
    globalThis.clearTimeout = (id) => this.timers.delete(id);
    globalThis.reportError = (failure) => this.reported.push(failure);
    Date.now = () => this.time;
    Math.random = () => 1;
  },
  uninstall() {
    globalThis.setTimeout = REAL.setTimeout;
    globalThis.clearTimeout = REAL.clearTimeout;
    globalThis.reportError = REAL.reportError;
    Date.now = REAL.now;
    Math.random = REAL.random;
  },
  async advance(ms) {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].action();
    }
    this.time = end;
    await settle();
  },
};

/** The server's end of one connection, and the WebSocket that the client sees. */
export class Server {
  static all = [];
  /** How the next connections behave: "accept", "refuse" or "silent". */
  static mode = "accept";
  static handlers = {};
  /** Whether the next connections ask for a credential. */
  static asks = false;
  /** For how many seconds the next connections remember answers, if they do. */
  static once;
  /** The name of that memory, if it's theirs alone. */
  static memory;

  /** The socket class to give to a client. */
  static reset() {
    Server.mode = "accept";
    Server.asks = false;
    Server.once = Server.memory = undefined;
    Server.handlers = {
      "mesh/noop": () => true,
      "mesh/join-room": () => ({ success: true, present: ["me"] }),
      "mesh/leave-room": () => ({ success: true }),
      "mesh/subscribe-presence": () => ({ success: true, present: ["me"], states: {} }),
      "mesh/unsubscribe-presence": () => true,
      "mesh/publish-presence-state": () => true,
      "mesh/subscribe-channel": () => ({ success: true, history: [], offset: 0, epoch: "", recovered: false }),
      "mesh/unsubscribe-channel": () => true,
      "mesh/subscribe-record": () => ({ success: true, record: null, version: 0 }),
      "mesh/unsubscribe-record": () => true,
      "mesh/take-name": ({ name }) => ({ success: true, name, since: 1767225600000 }),
      "mesh/free-name": () => ({ success: true }),
      "mesh/set-my-connection-metadata": () => ({ success: true }),
      echo: (payload) => payload,
    };
    return class extends Server {};
  }

  static get last() {
    return Server.all[Server.all.length - 1];
  }

  readyState = 0;
  received = [];
  /** As they came. */
  texts = [];
  binary = [];

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
    Server.all.push(this);
    const mode = Server.mode;
    Promise.resolve().then(() => {
      if (this.readyState !== 0) return;
      if (mode === "refuse") {
        this.end(1006, "");
      } else if (mode === "accept") {
        this.readyState = 1;
        this.onopen?.();
        const { once, memory, asks } = Server;
        const payload = `id-${Server.all.length}`;
        this.text({ command: "mesh/assign-id", payload, once, memory, authenticate: asks || undefined });
      }
    });
  }

  /** Called by the client. */
  send(data) {
    if (this.readyState !== 1) throw new Failed("sent on a socket that is not open");
    if (typeof data !== "string") return void this.binary.push([...data]);
    const frame = JSON.parse(data);
    this.texts.push(data);
    this.received.push(frame);
    const handler = Server.handlers[frame.command];
    if (frame.id === undefined || frame.command === "mesh/reply" || handler === "silent") return;
    Promise.resolve(handler ? handler(frame.payload, this) : { error: "No such command", code: "ENOTFOUND" }).then(
      (payload) => this.text({ id: frame.id, command: frame.command, payload }),
    );
  }

  close(code, reason) {
    this.closedBy = { code, reason };
    this.end(code, reason);
  }

  /** Ends the connection from whichever side. */
  end(code, reason = "") {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  say(command, payload) {
    this.text({ command, payload });
  }

  bytes(numbers) {
    this.onmessage?.({ data: new Uint8Array(numbers).buffer });
  }

  text(frame) {
    if (this.readyState === 1) this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** The names of what the client sent, in order. */
  get names() {
    return this.received.map((frame) => frame.command);
  }
}
