import { client } from "./connection.js";
import { $, element, toast } from "./dom.js";
import { forget, moveTo } from "./motion.js";
import { me } from "./visitor.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 0.02;
const between = (value) => Math.min(1, Math.max(0, value));
export const size = { width: 1, height: 1 };
/** Id to note on the board. */
const shown = new Map();
let record;
let stop;

/** One record holds the notes of a room by id. Writes are merged, so that two people move two notes at once. */
export async function showBoard(room) {
  stop?.();
  record?.close().catch(() => {});
  shown.forEach((note) => note.remove());
  record = await client.subscribeRecord(`note:${room}`, { mode: "patch" });
  stop = record.subscribe(show);
}

function show(notes) {
  for (const [id, value] of Object.entries(notes ?? {})) {
    if (typeof value?.text !== "string") continue;
    if (!shown.has(id)) shown.set(id, new Note(id));
    shown.get(id).show(value);
  }
  for (const [id, note] of shown) if (typeof notes?.[id]?.text !== "string") note.remove();
}

class Note {
  #drag;
  #under = false;
  #next;

  constructor(id) {
    this.id = id;
    this.text = element("textarea", { maxLength: 240, tabIndex: -1, readOnly: true, "aria-label": "Text of the note" });
    const remove = element("button", { type: "button", className: "remove", title: "Remove", tabIndex: -1, "aria-label": "Remove the note" }, "×");
    this.node = element("div", { className: "note", tabIndex: 0, role: "group", "aria-roledescription": "sticky note" }, this.text, remove);
    this.node.setAttribute("aria-describedby", "board-help");
    this.node.classList.toggle("pinned", id === "pinned");
    this.node.dataset.note = id;
    remove.onclick = () => this.write(null);
    this.node.onkeydown = (event) => this.#key(event);
    this.node.ondblclick = () => this.edit();
    this.node.onpointerdown = (event) => this.#grab(event);
    this.node.onpointermove = (event) => this.#pull(event);
    this.node.onpointerup = this.node.onpointercancel = () => this.#letGo();
    this.text.onblur = () => this.#edited();
    $("board").append(this.node);
  }

  show(value) {
    const first = !this.value;
    this.value = value;
    this.node.style.setProperty("--hue", Number(value.hue) || 0);
    this.node.setAttribute("aria-label", value.text || "Empty note");
    if (this.text.readOnly && this.text.value !== value.text) this.text.value = value.text;
    if (!this.#drag) this.place(first);
  }

  place(now = false) {
    const { x, y } = this.#drag ?? this.value;
    const room = { width: size.width - this.node.offsetWidth, height: size.height - this.node.offsetHeight };
    moveTo(this.node, x * room.width, y * room.height, now || Boolean(this.#drag));
  }

  remove() {
    shown.delete(this.id);
    forget(this.node);
    this.node.remove();
  }

  /** One write at a time, and then the last that was asked for: a slow phone falls behind by one write, not by a hundred. */
  async write(change) {
    if (this.#under) {
      this.#next = change === null ? null : { ...this.#next, ...change };
      return;
    }
    this.#under = true;
    try {
      await record.write({ [this.id]: change }, { strategy: "deepMerge" });
    } catch (failure) {
      this.#refused(failure);
    } finally {
      this.#under = false;
    }
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.write(next);
  }

  /** The client has restored the server's value; the note goes there, and says why. */
  #refused(failure) {
    this.#next = this.#drag = undefined;
    if (shown.get(this.id) === this) this.place();
    this.node.classList.remove("refused", "held");
    void this.node.offsetWidth;
    this.node.classList.add("refused");
    setTimeout(() => this.node.classList.remove("refused"), 2500);
    toast(failure.message, "bad");
  }

  edit() {
    this.text.readOnly = false;
    this.node.classList.add("editing");
    this.text.focus();
    this.text.select();
  }

  #edited() {
    if (this.text.readOnly) return;
    this.text.readOnly = true;
    this.node.classList.remove("editing");
    if (this.text.value !== this.value.text) this.write({ text: this.text.value });
  }

  #key(event) {
    if (!this.text.readOnly) {
      if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey)) {
        event.preventDefault();
        this.node.focus();
      }
      return;
    }
    if (event.target !== this.node) return;
    const step = STEPS[event.key];
    if (step) {
      const { x, y } = this.value;
      const far = event.shiftKey ? 5 * STEP : STEP;
      this.write({ x: between(x + step[0] * far), y: between(y + step[1] * far) });
    } else if (event.key === "Enter") this.edit();
    else if (event.key === "Delete") this.write(null);
    else return;
    event.preventDefault();
  }

  #grab(event) {
    if (event.button !== 0 || !this.text.readOnly || event.target.closest("button")) return;
    const { x, y } = this.value;
    this.#drag = { x, y, fromX: event.clientX, fromY: event.clientY, startX: x, startY: y };
    this.node.setPointerCapture(event.pointerId);
    this.node.classList.add("held");
    this.node.focus({ preventScroll: true });
    event.preventDefault();
  }

  #pull(event) {
    const drag = this.#drag;
    if (!drag) return;
    const dx = (event.clientX - drag.fromX) / Math.max(1, size.width - this.node.offsetWidth);
    const dy = (event.clientY - drag.fromY) / Math.max(1, size.height - this.node.offsetHeight);
    drag.x = between(drag.startX + dx);
    drag.y = between(drag.startY + dy);
    this.place();
    this.write({ x: drag.x, y: drag.y });
  }

  #letGo() {
    this.node.classList.remove("held");
    if (!this.#drag) return;
    this.#drag = undefined;
  }
}

export function startBoard() {
  const board = $("board");
  new ResizeObserver(() => {
    Object.assign(size, { width: board.clientWidth, height: board.clientHeight });
    shown.forEach((note) => note.place(true));
    dispatchEvent(new Event("board-resized"));
  }).observe(board);
  $("add-note").onclick = async () => {
    const id = `n-${Math.random().toString(36).slice(2)}`;
    const place = { x: 0.25 + Math.random() * 0.5, y: 0.2 + Math.random() * 0.5 };
    const writing = record.write({ [id]: { text: "", hue: me.hue, ...place } }, { strategy: "deepMerge" });
    shown.get(id)?.edit();
    await writing.catch((failure) => toast(failure.message, "bad"));
  };
}

