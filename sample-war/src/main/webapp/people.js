import { client } from "./connection.js";
import { $, element, face } from "./dom.js";
import { me } from "./visitor.js";

const IDLE_AFTER = 60000;
const listeners = new Set();
const mine = { typing: false, idle: false };
let room;
let following;
let idleTimer;

/** The connections in the room: id to `{user, name, hue, instance, tab, idle, typing}`. */
export let connections = new Map();
export const onPeople = (listener) => listeners.add(listener);

/** Tells the others how it is with this tab; the client repeats it after a reconnect. */
export function publish(change = {}) {
  Object.assign(mine, change);
  if (!room) return;
  const state = { name: me.name, hue: me.hue, instance: me.instance, tab: me.tab, ...mine };
  client.publishPresenceState(`room:${room}`, { state }).catch(() => {});
}

export async function enterRoom(name) {
  following?.();
  if (room) client.leaveRoom(`room:${room}`).catch(() => {});
  room = name;
  const presence = await client.joinRoom(`room:${name}`, () => {}, { by: "user" });
  if (room !== name) return;
  following = presence.subscribe(show);
  publish();
}

function show({ present, states, users }) {
  connections = new Map();
  for (const [id, state] of Object.entries(states)) {
    if (present.includes(users[id])) connections.set(id, { user: users[id], ...state });
  }
  const people = new Map(present.map((id) => [id, []]));
  for (const connection of connections.values()) people.get(connection.user).push(connection);
  const order = (id) => (id === me.id ? 0 : 1);
  const rows = [...people].filter(([, tabs]) => tabs.length > 0).sort(([a], [b]) => order(a) - order(b));
  $("count").textContent = rows.length;
  const focused = document.activeElement?.closest("#people li")?.dataset.user;
  $("people").replaceChildren(...rows.map(([id, tabs]) => row(id, tabs)));
  if (focused) $("people").querySelector(`[data-user="${focused}"] button`)?.focus();
  listeners.forEach((listener) => listener());
}

function row(id, tabs) {
  const idle = tabs.every((tab) => tab.idle);
  const typing = tabs.some((tab) => tab.typing);
  const name = tabs[tabs.length - 1].name;
  const facts = [...new Set(tabs.map((tab) => tab.instance))];
  const doing = typing ? "typing" : idle ? "idle" : "active";
  const item = element(
    "li",
    { className: doing },
    face(tabs[tabs.length - 1]),
    element("span", { className: "name" }, name, id === me.id ? " (you)" : ""),
    element("span", { className: "doing" }, tabs.length > 1 ? `${doing}, ${tabs.length} tabs` : doing),
    element("span", { className: "where" }, facts.join(", ")),
  );
  item.dataset.user = id;
  if (tabs.some(({ tab }) => tab && tab !== me.tab)) {
    item.append(element("button", { type: "button", title: `Send a file to ${name}; or drop one here` }, "File", element("span", { className: "sr" }, ` to ${name}`)));
  }
  return item;
}

export function watchIdleness() {
  const set = (idle) => idle !== mine.idle && publish({ idle });
  const active = () => {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => set(true), IDLE_AFTER);
    set(document.hidden);
  };
  for (const event of ["pointermove", "pointerdown", "keydown"]) addEventListener(event, active, { passive: true });
  document.addEventListener("visibilitychange", active);
  active();
}
