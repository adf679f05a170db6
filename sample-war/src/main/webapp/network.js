/**
 * Harms the page's WebSockets, as a page cannot harm a real network: cuts them, slows them down, or silences them. And whoever wants to
 * see frames is told of each.
 */
export const network = { cut: false, silent: false, delay: 0, onframe: () => {} };

const open = new Set();

export function cut(yes) {
  network.cut = yes;
  if (yes) for (const socket of open) socket.close(4000, "cut");
  else dispatchEvent(new Event("online"));
}

/** For MeshClient's option `WebSocket`. */
export class Wire extends WebSocket {
  #handler = null;
  #due = { in: 0, out: 0 };

  constructor(...parameters) {
    super(...parameters);
    open.add(this);
    this.addEventListener("close", () => open.delete(this));
    this.addEventListener("message", (event) => {
      if (network.silent) return;
      this.#later("in", () => {
        network.onframe("in", event.data);
        this.#handler?.(event);
      });
    });
  }

  get onmessage() {
    return this.#handler;
  }

  set onmessage(handler) {
    this.#handler = handler;
  }

  send(text) {
    if (network.silent) return;
    network.onframe("out", text);
    this.#later("out", () => this.readyState === 1 && super.send(text));
  }

  /** In order, also when the delay changes. */
  #later(way, pass) {
    const now = performance.now();
    this.#due[way] = Math.max(this.#due[way], now + network.delay);
    if (this.#due[way] <= now) pass();
    else setTimeout(pass, this.#due[way] - now);
  }
}
