// The steps of BrowserIT's tabs: each function is one step, and what it returns is what the test looks at.
import { MeshClient } from "/mesh/client.js";
import { subscribeCollection } from "/mesh/collections.js";
import { until } from "/checks.js";
import { everything } from "/sections.js";

let mesh;
const seen = { events: [], presence: [], messages: [], updates: [], lost: [], states: [] };
let room, channel, record, whole, list, till, waiting;
const changes = [];

export async function connect(addresses, credential) {
  mesh = addresses ? new MeshClient(addresses, { reconnectInterval: 50, pingTimeout: 5000, credential }) : new MeshClient();
  mesh.status.subscribe((state) => seen.states.push(state));
  mesh.on("lost", (event) => seen.lost.push(event));
  mesh.on("told", (text) => seen.events.push(text));
  mesh.onRequest("question", async (value) => ({ answer: value }));
  await mesh.connect();
  return mesh.connectionId;
}

export const call = (name, payload) => mesh.command(name, payload);

export async function refused() {
  try {
    await mesh.command("no-such-command");
    return "a result";
  } catch (failure) {
    return failure.code;
  }
}

export async function follow(id) {
  room = await mesh.joinRoom(`room:${id}`, (update) => seen.presence.push(update.type));
  channel = await mesh.subscribeChannel(`kept:${id}`, (message) => seen.messages.push(message), { historyLimit: 10 });
  record = await mesh.subscribeRecord(`note:${id}`, (update) => seen.updates.push(update), { mode: "patch" });
  whole = await mesh.subscribeRecord(`note:whole-${id}`);
  return [room.success, channel.success, record.success];
}

/** Follows a list, whose ids end with a letter each, and what is told of it. */
export async function followList(id) {
  const letters = (ids) => ids.map((each) => each.at(-1)).join("");
  list = await subscribeCollection(mesh, `list:${id}`, (added, removed, changed) =>
    changes.push([letters(added.map((member) => member.id)), letters(removed), letters(changed.map((member) => member.id))].join()),
  );
  mesh.on("reconnect", () => seen.listAtReconnect ??= list.isLive);
  return list.get().length;
}

export async function awaitList(expected) {
  await until(() => JSON.stringify(list.get().map(({ id, record }) => [id.at(-1), record.rank]).sort()) === JSON.stringify(expected));
  return changes.splice(0);
}

/** Whether the list was live again when the client said that it's back. */
export const listAtReconnect = () => seen.listAtReconnect;

/** Does everything, with another client at this address. */
export const sections = (address, name) => everything(mesh, address, name);

export async function take(id) {
  till = await mesh.takeName(`till-${id}`);
  return till.held;
}

/** Calls while the connection is lost, whether that was noticed or not. */
export function meanwhile(id) {
  waiting = Promise.all([
    mesh.command("echo", "again", { repeatable: true }),
    mesh.transaction([{ op: "change", recordId: `note:once-${id}`, changes: [{ op: "increment", path: "/count" }] }]),
    mesh.publishChannel(`kept:once-${id}`, "once"),
  ]);
}

export async function awaitMeanwhile() {
  const [echo, { results }, offset] = await waiting;
  return [echo, results[0].version, offset];
}

export const held = () => till.held;

export async function awaitWhole(expected) {
  await until(() => JSON.stringify(whole.get()) === JSON.stringify(expected));
  return whole.version;
}

export const publish = (name, text) => mesh.publishChannel(name, text);

export const state = (id, value) => mesh.publishPresenceState(`room:${id}`, { state: value });

export const metadata = async (value) => {
  await mesh.setConnectionMetadata(value);
  return mesh.getConnectionMetadata();
};

export const write = (value, strategy) => record.write(value, { strategy });

/** Shows the write at once, before the server has answered. */
export async function optimistic(value) {
  const writing = record.write(value, { strategy: "merge" });
  const shown = record.get();
  await writing;
  return shown;
}

/** Counts in two ways: by the subscription, which shows it at once, and by the client. */
export async function count(id) {
  const before = record.get().count;
  const counting = record.change([{ op: "increment", path: "/count" }]);
  const shown = record.get().count - before;
  await counting;
  await mesh.changeRecord(`note:${id}`, [{ op: "increment", path: "/count", by: 2 }, { op: "push", path: "/log", value: "counted", keep: 1 }]);
  return shown;
}

export async function awaitValue(expected) {
  await until(() => JSON.stringify(record.get()) === JSON.stringify(expected));
  return record.version;
}

export async function awaitMessages(...expected) {
  await until(() => JSON.stringify(seen.messages) === JSON.stringify(expected));
  return channel.get();
}

export async function awaitPresent(count) {
  await until(() => room.get().present.length === count);
  return room.get();
}

export async function awaitState(connectionId, expected) {
  await until(() => room.get().states[connectionId] === expected);
  return true;
}

export async function awaitText(text) {
  await until(() => document.body.textContent.includes(text));
  return true;
}

export async function awaitEvent(text) {
  await until(() => seen.events.includes(text));
  return true;
}

export async function awaitReconnect(before) {
  await until(() => mesh.state === "online" && mesh.connectionId !== before);
  return mesh.connectionId;
}

export const awaitLatency = () => until(() => mesh.latency !== undefined).then(() => mesh.latency >= 0);

export const patches = () => seen.updates.filter((update) => update.patch).length;

export const story = () => ({ lost: seen.lost.map(({ name }) => name), states: seen.states });

export async function close() {
  await mesh.close();
  return mesh.state;
}
