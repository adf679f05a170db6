// The client of @prsm/realtime 1.8.1 against two instances: node abilities.mjs <address of one> <address of the other>
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { RealtimeClient, applyPatch } from "@prsm/realtime/client";

globalThis.WebSocket = WebSocket;

const [one, two] = process.argv.slice(2).map((address) => `${address}?wire=rt`);
const clients = [];

async function connect(address) {
  const client = new RealtimeClient(address, { reconnectInterval: 200, shouldReconnect: true });
  clients.push(client);
  await client.connect();
  return client;
}

/** Asks until the condition holds; the test that runs this says how long that may take. */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const key = randomUUID();
const ada = await connect(one);
const bob = await connect(two);
assert.equal(typeof ada.connectionId, "string");

// Commands: results, and errors, which this client hands over as results.
assert.deepEqual(await ada.command("echo", { a: [1, null, "é€😀"] }), { a: [1, null, "é€😀"] });
assert.equal((await ada.command("nothing")).code, "ENOTFOUND");
assert.equal(await ada.command("rt/noop"), true);

// Metadata.
assert.equal(await ada.getConnectionMetadata(), null);
await ada.setConnectionMetadata({ name: "Ada" });
assert.deepEqual(await bob.getConnectionMetadata(ada.connectionId), { name: "Ada" });

// Rooms, with the metadata of those present, and their presence.
const room = `room:${key}`;
const seen = [];
assert.deepEqual(await ada.joinRoom(room, (update) => seen.push(update)), {
  success: true,
  present: [{ id: ada.connectionId, metadata: { name: "Ada" } }],
});
assert.deepEqual(seen[0].present, [{ id: ada.connectionId, metadata: { name: "Ada" } }]);
const joined = await bob.joinRoom(room);
assert.deepEqual(
  new Map(joined.present.map(({ id, metadata }) => [id, metadata])),
  new Map([
    [ada.connectionId, { name: "Ada" }],
    [bob.connectionId, null],
  ]),
);
await until(() => seen.some((update) => update.type === "join" && update.connectionId === bob.connectionId));
assert.equal(await bob.publishPresenceState(room, { state: "typing" }), true);
await until(() => seen.some((update) => update.type === "state" && update.state === "typing"));
assert.deepEqual((await ada.command("rt/get-presence-state", { roomName: room })).states, {
  [bob.connectionId]: "typing",
});
assert.equal(await bob.clearPresenceState(room), true);
await until(() => seen.some((update) => update.type === "state" && update.state === null));
const told = [];
ada.on("told", (text) => told.push(text));
await bob.command("tell", { room, text: "hello" });
await until(() => told.includes("hello"));
assert.deepEqual(await bob.leaveRoom(room), { success: true });
await until(() => seen.some((update) => update.type === "leave"));
assert.equal((await ada.subscribePresence(`untracked:${key}`, () => {})).success, false);
assert.equal(await ada.getRoomMetadata(room), null);

// Channels: history comes oldest first.
const channel = `kept:${key}`;
for (const text of ["first", "second", "third"]) await ada.command("publish", { channel, text });
const heard = [];
const history = await bob.subscribeChannel(channel, (message) => heard.push(message), { historyLimit: 2 });
assert.deepEqual(history, { success: true, history: ["second", "third"] });
await ada.command("publish", { channel, text: "fourth" });
await until(() => heard.length === 3);
assert.deepEqual(heard, ["second", "third", "fourth"]);
assert.deepEqual(await ada.getChannelHistory(channel), {
  success: true,
  history: ["first", "second", "third", "fourth"],
});
assert.equal(await bob.unsubscribeChannel(channel), true);
assert.equal((await bob.subscribeChannel(`hidden:${key}`, () => {})).success, false);

// Records, in full and by patches.
const recordId = `note:${key}`;
let value = {};
const versions = [];
const full = [];
await ada.subscribeRecord(recordId, (update) => full.push(update));
await bob.subscribeRecord(
  recordId,
  (update) => {
    versions.push(update.version);
    if (update.patch) value = applyPatch(value, update.patch).newDocument;
    else if (!update.deleted && update.full) value = update.full;
  },
  { mode: "patch" },
);
assert.equal(await ada.writeRecord(recordId, { count: 1 }), true);
assert.equal(await bob.writeRecord(recordId, { note: "x" }, { strategy: "merge" }), true);
await until(() => versions.includes(2) && full.some((update) => update.version === 2));
assert.deepEqual(value, { count: 1, note: "x" });
assert.deepEqual(full[full.length - 1].full, { count: 1, note: "x" });
assert.equal(await ada.writeRecord(`read-only:${key}`, {}), false);

// A deletion names the version that was deleted, and ends the subscription.
await ada.command("delete", recordId);
await until(() => full.some((update) => update.deleted));
assert.equal(full.find((update) => update.deleted).version, 2);
assert.equal(ada.recordSubscriptions.has(recordId), false);
assert.equal(await ada.command("rt/unsubscribe-record", { recordId }), false);

// Refusals: of a room, of a command, and of a credential, whose close doesn't keep this client away.
assert.deepEqual(await ada.joinRoom(`locked:${key}`), { success: false, present: [] });
assert.equal((await ada.command("lock-up")).code, "EFORBIDDEN");
const stranger = await connect(two);
const refused = stranger.connectionId;
const back = new Promise((resolve) => stranger.once("reconnect", resolve));
assert.equal((await stranger.command("rt/authenticate", { credential: "made up" })).code, "EUNAUTHENTICATED");
await back;
await until(() => stranger.connectionId !== refused);
while ((await bob.command("end-of", refused))?.code !== 4003);

// A broken connection is made again, and all is restored.
const again = await connect(one);
await again.joinRoom(room);
await again.subscribeChannel(channel, () => {});
const before = again.connectionId;
const reconnected = new Promise((resolve) => again.once("reconnect", resolve));
again.socket.terminate();
await reconnected;
await until(() => again.connectionId !== before);
const expected = JSON.stringify([ada.connectionId, again.connectionId].sort());
while (JSON.stringify((await ada.command("members", room)).sort()) !== expected);

await Promise.all(clients.map((client) => client.close()));
console.log("ok");
process.exit(0);
