import { MeshClient } from "../src/client.js";
import { clock, equal, fails, Server, settle, test } from "./kit.js";

async function connected(options = {}) {
  const WebSocket = Server.reset();
  const mesh = new MeshClient("ws://server/mesh", { WebSocket, reconnectInterval: 100, maxReconnectInterval: 100, ...options });
  await mesh.connect();
  return mesh;
}

async function breakLink() {
  Server.last.end(1006);
  await clock.advance(100);
}

const message = (offset, text, epoch = "e") => ({ channel: "news", message: text, offset, epoch });

test("a channel: history, live messages, and the list of both", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: ["b", "a"], offset: 2, epoch: "e", recovered: false });
  const heard = [];
  const news = await mesh.subscribeChannel("news", (text) => heard.push(text), { historyLimit: 10 });
  equal([news.success, news.history], [true, ["b", "a"]]);
  Server.last.say("mesh/subscription-message", message(3, "c"));
  Server.last.say("mesh/subscription-message", message(3, "c"));
  equal([heard, news.get()], [["c"], ["a", "b", "c"]]);
  equal(Server.last.received[0].payload, { channel: "news", historyLimit: 10 });
});

test("a channel after a reconnect: what was missed comes once, in order", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: [], offset: 2, epoch: "e", recovered: false });
  const heard = [];
  const lost = [];
  mesh.on("lost", (event) => lost.push(event));
  await mesh.subscribeChannel("news", (text) => heard.push(text));
  Server.last.say("mesh/subscription-message", message(3, "c"));
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: ["d", "e"], offset: 5, epoch: "e", recovered: true });
  await breakLink();
  equal(Server.last.received[0].payload.since, { offset: 3, epoch: "e" });
  Server.last.say("mesh/subscription-message", message(6, "f"));
  equal([heard, lost], [["c", "d", "e", "f"], []]);
});

test("a channel that cannot be caught up: told, with what is left", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: [], offset: 2, epoch: "e", recovered: false });
  const heard = [];
  const lost = [];
  await mesh.subscribeChannel("news", (text) => heard.push(text), { onLost: (event) => lost.push(event.kind) });
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: ["g", "f"], offset: 7, epoch: "e", recovered: false });
  await breakLink();
  equal([heard, lost], [["f", "g"], ["channel"]]);
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: ["x"], offset: 1, epoch: "new", recovered: false });
  await breakLink();
  equal([heard, lost.length], [["f", "g", "x"], 2]);
});

test("a refused subscription says so and follows nothing", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: false, history: [] });
  const news = await mesh.subscribeChannel("news");
  equal([news.success, news.history, news.get()], [false, [], undefined]);
  await breakLink();
  equal(Server.last.names, []);
});

test("a subscription that is refused after a reconnect is over, and told", async () => {
  const mesh = await connected();
  const lost = [];
  mesh.on("lost", ({ kind, name, refused }) => lost.push([kind, name, refused]));
  await mesh.subscribeRecord("note:1");
  Server.handlers["mesh/subscribe-record"] = () => ({ success: false });
  await breakLink();
  equal(lost, [["record", "note:1", true]]);
  await breakLink();
  equal(Server.last.names, []);
});

test("a subscription that the server ends is over, and told", async () => {
  const mesh = await connected();
  const lost = [];
  mesh.on("lost", ({ kind, name, refused }) => lost.push([kind, name, refused]));
  const news = await mesh.subscribeChannel("same");
  await mesh.subscribePresence("same");
  await mesh.subscribeRecord("same");
  for (const ended of [{ channel: "same" }, { roomName: "same" }, { recordId: "same" }, { channel: "other" }]) {
    Server.last.say("mesh/unsubscribed", ended);
  }
  equal(lost, ["channel", "presence", "record"].map((kind) => [kind, "same", true]));
  Server.last.say("mesh/subscription-message", { ...message(1, "late"), channel: "same" });
  equal(news.get(), []);
  await breakLink();
  equal(Server.last.names, []);
});

test("handles share one subscription; the last to close ends it", async () => {
  const mesh = await connected();
  const heard = [];
  const one = await mesh.subscribeChannel("news", (text) => heard.push(`1${text}`));
  const two = await mesh.subscribeChannel("news", (text) => heard.push(`2${text}`));
  Server.last.say("mesh/subscription-message", message(1, "a"));
  await one.close();
  Server.last.say("mesh/subscription-message", message(2, "b"));
  await two.close();
  Server.last.say("mesh/subscription-message", message(3, "c"));
  equal(heard, ["1a", "2a", "2b"]);
  equal(Server.last.names.pop(), "mesh/unsubscribe-channel");
  equal(Server.last.names.length, 3);
});

test("a record in full mode: value, versions, deletion", async () => {
  const mesh = await connected();
  const updates = [];
  const note = await mesh.subscribeRecord("note:1", (update) => updates.push(update));
  equal([note.success, note.record, note.version, note.get()], [true, null, 0, null]);
  Server.last.say("mesh/record-update", { recordId: "note:1", full: { a: 1 }, version: 1 });
  equal([note.get(), note.version], [{ a: 1 }, 1]);
  Server.last.say("mesh/record-deleted", { recordId: "note:1", version: 2 });
  equal([note.get(), note.version, updates.length, updates[1].deleted], [null, 2, 2, true]);
});

test("a record in patch mode: the first write, patches, and values that stay as they were", async () => {
  const mesh = await connected();
  const note = await mesh.subscribeRecord("note:1", { mode: "patch" });
  Server.last.say("mesh/record-update", { recordId: "note:1", patch: [{ op: "add", path: "/n", value: 1 }], version: 1 });
  const first = note.get();
  Server.last.say("mesh/record-update", { recordId: "note:1", patch: [{ op: "replace", path: "/n", value: 2 }], version: 2 });
  equal([first, note.get()], [{ n: 1 }, { n: 2 }]);
  Server.last.say("mesh/record-update", { recordId: "note:1", patch: [{ op: "replace", path: "/n", value: 9 }], version: 2 });
  equal(note.get(), { n: 2 }, "a version twice");
});

test("a gap, or a patch that does not fit, is healed by subscribing again", async () => {
  for (const patch of [
    { version: 5, patch: [{ op: "replace", path: "/n", value: 9 }] },
    { version: 2, patch: [{ op: "replace", path: "/no/such", value: 9 }] },
  ]) {
    const mesh = await connected();
    Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record: { n: 1 }, version: 1 });
    const updates = [];
    const note = await mesh.subscribeRecord("note:1", (update) => updates.push(update.version), { mode: "patch" });
    Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record: { n: 5 }, version: 5 });
    Server.last.say("mesh/record-update", { recordId: "note:1", ...patch });
    await settle();
    equal([note.get(), note.version, updates], [{ n: 5 }, 5, [5]]);
    equal(Server.last.names, ["mesh/subscribe-record", "mesh/subscribe-record"]);
  }
});

test("a record after a reconnect holds what the server has", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record: { n: 1 }, version: 7 });
  const updates = [];
  const note = await mesh.subscribeRecord("note:1", (update) => updates.push(update.version), { mode: "patch" });
  await breakLink();
  equal(updates, [], "nothing changed");
  equal(Server.last.received[0].payload, { recordId: "note:1", mode: "patch", since: 7 });
  Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record: { n: 2 }, version: 1 });
  await breakLink();
  equal([note.get(), note.version, updates], [{ n: 2 }, 1, [1]]);
});

test("an own write shows at once, and stays when the server has it", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record: { a: 1 }, version: 1 });
  let accept;
  Server.handlers["mesh/publish-record-update"] = () => new Promise((resolve) => (accept = resolve));
  const note = await mesh.subscribeRecord("note:1");
  const values = [];
  note.subscribe((value) => values.push(value));
  const writing = note.write({ b: 2 }, { strategy: "merge" });
  equal(note.get(), { a: 1, b: 2 });
  Server.last.say("mesh/record-update", { recordId: "note:1", full: { a: 5 }, version: 2 });
  equal(note.get(), { a: 5, b: 2 }, "on top of another's");
  await settle();
  accept({ success: true, version: 3 });
  equal(await writing, 3);
  Server.last.say("mesh/record-update", { recordId: "note:1", full: { a: 5, b: 2 }, version: 3 });
  equal(note.get(), { a: 5, b: 2 });
  equal(values, [{ a: 1 }, { a: 1, b: 2 }, { a: 5, b: 2 }]);
});

test("a refused write rolls back; so does one whose outcome is unknown", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record: 1, version: 1 });
  Server.handlers["mesh/publish-record-update"] = () => ({ error: "No", code: "EFORBIDDEN" });
  const note = await mesh.subscribeRecord("note:1");
  const refused = fails(note.write(2), "EFORBIDDEN");
  equal(note.get(), 2);
  await refused;
  equal(note.get(), 1);
  equal(await mesh.publishRecordUpdate("note:1", 2), false);
  Server.handlers["mesh/publish-record-update"] = "silent";
  const unknown = fails(note.write(3), "EUNKNOWN");
  await settle();
  await breakLink();
  await unknown;
  equal(note.get(), 1);
});

test("presence: joins, leaves and states as one value", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-presence"] = () => ({ success: true, present: ["a"], states: { a: "idle" } });
  const types = [];
  const lobby = await mesh.subscribePresence("lobby", (update) => types.push(update.type));
  const say = (update) => Server.last.say("mesh/presence-update", { roomName: "lobby", timestamp: 1, ...update });
  say({ type: "join", connectionId: "b" });
  say({ type: "state", connectionId: "b", state: { typing: true } });
  say({ type: "leave", connectionId: "a" });
  equal(lobby.get(), { present: ["b"], states: { b: { typing: true } }, users: {} });
  say({ type: "state", connectionId: "b", state: null });
  equal([lobby.get().states, types], [{}, ["join", "state", "leave", "state"]]);
});

test("presence by user shows people, not tabs", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-presence"] = () => ({ success: true, present: ["ada"], states: { t1: 1 }, users: { t1: "ada" } });
  const lobby = await mesh.subscribePresence("lobby", undefined, { by: "user" });
  const say = (update) => Server.last.say("mesh/presence-update", { roomName: "lobby", timestamp: 1, ...update });
  say({ type: "join", userId: "bob" });
  say({ type: "state", connectionId: "t2", userId: "bob", state: 2 });
  say({ type: "leave", userId: "ada" });
  equal(lobby.get(), { present: ["bob"], states: { t2: 2 }, users: { t1: "ada", t2: "bob" } });
  equal(Server.last.received[0].payload, { roomName: "lobby", by: "user" });
});

test("rooms, presence, states and metadata are restored before the reconnect is told", async () => {
  const mesh = await connected();
  await mesh.setConnectionMetadata({ name: "Ada" });
  await mesh.joinRoom("lobby", () => {});
  await mesh.publishPresenceState("lobby", { state: "here" });
  await mesh.publishPresenceState("lobby", { state: "typing", expireAfter: 60_000 });
  let before;
  mesh.on("reconnect", () => (before = [...Server.last.names]));
  await breakLink();
  equal(before, [
    "mesh/set-my-connection-metadata",
    "mesh/join-room",
    "mesh/publish-presence-state",
    "mesh/subscribe-presence",
  ]);
  equal(Server.last.received[2].payload.state, "typing");
  equal(Server.last.received[2].payload.expireAfter <= 60_000, true);
});

test("a state that ran out is not restored, and a room that was left stays left", async () => {
  const mesh = await connected();
  await mesh.joinRoom("lobby");
  await mesh.joinRoom("bar", () => {});
  await mesh.publishPresenceState("lobby", { state: "typing", expireAfter: 50 });
  await mesh.leaveRoom("bar");
  await breakLink();
  equal(Server.last.names, ["mesh/join-room"]);
});

test("while Redis is away the restoring is repeated, not skipped", async () => {
  const mesh = await connected();
  await mesh.joinRoom("lobby");
  let times = 0;
  Server.handlers["mesh/join-room"] = () =>
    ++times < 3 ? { error: "Redis is away", code: "EUNAVAILABLE" } : { success: true, present: [] };
  await breakLink();
  equal(mesh.state, "reconnecting");
  await clock.advance(1000);
  equal([mesh.state, times], ["online", 3]);
});

test("updates that arrive before the reply belong to an earlier subscription", async () => {
  const mesh = await connected();
  let answer;
  Server.handlers["mesh/subscribe-record"] = () => new Promise((resolve) => (answer = resolve));
  const subscribing = mesh.subscribeRecord("note:1");
  Server.last.say("mesh/record-update", { recordId: "note:1", full: "old", version: 9 });
  await settle();
  answer({ success: true, record: "new", version: 10 });
  equal((await subscribing).get(), "new");
});

test("subscribing while there is no connection waits for it", async () => {
  const mesh = await connected();
  Server.last.end(1006);
  const subscribing = mesh.subscribeRecord("note:1");
  await clock.advance(100);
  equal((await subscribing).success, true);
  equal(Server.last.names, ["mesh/subscribe-record"]);
});
