import { size } from "./board.js";
import { client } from "./connection.js";
import { $, element, throttled } from "./dom.js";
import { forget, moveTo } from "./motion.js";
import { connections, onPeople } from "./people.js";

const MILLIS_BETWEEN_SENDS = 50;
const FADES_AFTER = 8000;
/** Connection id to the element of its pointer. */
const cursors = new Map();

export function startCursors(currentRoom) {
  const board = $("board");
  const send = throttled(MILLIS_BETWEEN_SENDS, (x, y) => client.sendEvent("cursor", { room: currentRoom(), x, y }));
  board.addEventListener("pointermove", (event) => {
    const box = board.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) send(Number(x.toFixed(4)), Number(y.toFixed(4)));
  });
  client.on("cursor", ({ id, from, x, y }) => {
    const cursor = cursors.get(id) ?? appear(id, from);
    Object.assign(cursor, { x, y });
    moveTo(cursor.node, x * size.width, y * size.height);
    cursor.node.classList.remove("away");
    clearTimeout(cursor.fading);
    cursor.fading = setTimeout(() => cursor.node.classList.add("away"), FADES_AFTER);
  });
  // Remove the cursors of people who left.
  onPeople(() => {
    for (const id of cursors.keys()) if (!connections.has(id)) vanish(id);
  });
  addEventListener("board-resized", () => {
    for (const { node, x, y } of cursors.values()) moveTo(node, x * size.width, y * size.height, true);
  });
}

export const clearCursors = () => [...cursors.keys()].forEach(vanish);

function appear(id, from) {
  const node = element("div", { className: "cursor", style: `--hue: ${Number(from.hue)}`, "aria-hidden": "true" });
  node.innerHTML = '<svg viewBox="0 0 16 16" width="18" height="18"><path d="M2 1.5 14 7.5 8.6 9 6.6 14.2z"/></svg>';
  node.append(element("span", {}, from.name));
  $("board").append(node);
  const cursor = { node };
  cursors.set(id, cursor);
  return cursor;
}

function vanish(id) {
  const { node, fading } = cursors.get(id);
  clearTimeout(fading);
  forget(node);
  node.remove();
  cursors.delete(id);
}
