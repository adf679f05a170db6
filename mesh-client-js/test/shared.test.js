// Several subscriptions of one page to the same channel, record or room.
import { connected } from "./clients.js";
import { check, clock, equal, fails, Server, settle, test } from "./kit.js";

const channel = (history, offset, more) => () => ({ success: true, history, offset, epoch: "e", recovered: false, ...more });
const record = (value, version) => () => ({ success: true, record: value, version });
const said = (offset, message) => Server.last.say("mesh/subscription-message", { channel: "news", message, offset, epoch: "e" });
const updated = (change) => Server.last.say("mesh/record-update", { recordId: "note", ...change });
const asked = (name) => Server.last.received.filter(({ command }) => command === name).map(({ payload }) => payload);

async function breakLink() {
  Server.last.end(1006);
  await clock.advance(100);
}

test("a second subscription to a channel has its own history, and leaves the first one alone", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  const heard = [];
  Server.handlers["mesh/subscribe-channel"] = channel([], 2);
  const first = await mesh.subscribeChannel("news", (text) => heard.push(`1${text}`));
  said(3, "c");
  Server.handlers["mesh/subscribe-channel"] = channel(["c", "b", "a"], 3);
  const second = await mesh.subscribeChannel("news", (text) => heard.push(`2${text}`), { historyLimit: 3 });
  equal([second.history, asked("mesh/subscribe-channel")[1]], [["c", "b", "a"], { channel: "news", historyLimit: 3 }]);
  said(4, "d");
  equal([first.get(), second.get()], [["c", "d"], ["a", "b", "c", "d"]]);
  Server.handlers["mesh/subscribe-channel"] = channel(["e"], 5, { recovered: true });
  await breakLink();
  equal(asked("mesh/subscribe-channel"), [{ channel: "news", historyLimit: 1000, since: { offset: 4, epoch: "e" } }]);
  equal([first.get(), second.get()], [["c", "d", "e"], ["a", "b", "c", "d", "e"]]);
  equal(heard, ["1c", "1d", "2d", "1e", "2e"]);
  await second.close();
  said(6, "f");
  equal([first.get().pop(), heard.pop()], ["f", "1f"]);
  equal([await first.close(), asked("mesh/unsubscribe-channel").length], [true, 1]);
});

test("a subscription hears each message after its reply once, whether it comes before the reply or after", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-channel"] = channel([], 1);
  await mesh.subscribeChannel("news");
  let answer;
  Server.handlers["mesh/subscribe-channel"] = () => new Promise((resolve) => (answer = resolve));
  const heard = [];
  const joining = mesh.subscribeChannel("news", (text) => heard.push(text), { historyLimit: 9 });
  await settle();
  said(2, "b");
  said(3, "c");
  answer(channel(["b", "a"], 2)());
  const late = await joining;
  equal([heard, late.get()], [["c"], ["a", "b", "c"]]);
  Server.handlers["mesh/subscribe-channel"] = channel(["d", "c"], 4);
  const early = await mesh.subscribeChannel("news", (text) => heard.push(`!${text}`), { historyLimit: 2 });
  said(4, "d");
  said(5, "e");
  equal([heard, early.get()], [["c", "d", "e", "!e"], ["c", "d", "e"]]);
});

test("a second subscription to a record asks for patches if one of them does, and each is told what it asked for", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  Server.handlers["mesh/subscribe-record"] = record({ n: 1 }, 1);
  const told = [];
  const whole = await mesh.subscribeRecord("note", ({ full, patch }) => told.push([full, patch?.length]));
  Server.handlers["mesh/subscribe-record"] = record({ n: 2 }, 2);
  const patches = await mesh.subscribeRecord("note", ({ full, patch }) => told.push([full, patch?.length]), { mode: "patch" });
  equal([patches.record, whole.get(), whole.version], [{ n: 2 }, { n: 2 }, 2]);
  updated({ version: 3, patch: [{ op: "replace", path: "/n", value: 3 }] });
  equal(told, [[{ n: 2 }, undefined], [{ n: 3 }, undefined], [undefined, 1]]);
  equal([whole.get(), patches.get()], [{ n: 3 }, { n: 3 }]);
  await breakLink();
  equal(asked("mesh/subscribe-record"), [{ recordId: "note", mode: "patch", since: 3 }]);
  equal([await whole.close(), await patches.close()], [false, true]);
});

test("a room is followed by connection or by user, not both at once", async () => {
  const mesh = await connected();
  const lobby = await mesh.subscribePresence("lobby");
  const refused = await mesh.subscribePresence("lobby", undefined, { by: "user" }).catch((failure) => failure);
  check(refused instanceof Error && refused.message.includes("lobby"), "refused");
  await mesh.subscribePresence("lobby", undefined, { by: "connection" });
  Server.last.say("mesh/presence-update", { type: "join", connectionId: "ada", roomName: "lobby", timestamp: 1 });
  equal(lobby.get().present, ["me", "ada"]);
  await mesh.unsubscribePresence("lobby");
  await mesh.subscribePresence("lobby", undefined, { by: "user" });
  equal(asked("mesh/subscribe-presence").pop(), { roomName: "lobby", by: "user" });
});

test("each subscription's onLost is called", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  const lost = [];
  for (const number of [1, 2]) await mesh.subscribeChannel("news", undefined, { onLost: ({ kind }) => lost.push(`${kind} ${number}`) });
  const gone = await mesh.subscribeChannel("news", undefined, { onLost: () => lost.push("closed") });
  await gone.close();
  Server.last.say("mesh/unsubscribed", { channel: "news" });
  equal(lost, ["channel 1", "channel 2"]);
});

test("a second subscription that is refused, or comes too late, leaves the first one alone", async () => {
  const mesh = await connected();
  const news = await mesh.subscribeChannel("news");
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: false, history: [] });
  equal((await mesh.subscribeChannel("news", undefined, { historyLimit: 1 })).success, false);
  Server.handlers["mesh/subscribe-channel"] = "silent";
  const late = fails(mesh.subscribeChannel("news", undefined, { historyLimit: 2 }), "ETIMEOUT");
  await clock.advance(30_000);
  await late;
  said(1, "a");
  equal([news.get(), asked("mesh/unsubscribe-channel")], [["a"], []]);
});

test("a subscription that timed out is ended: the server may have agreed all the same", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-record"] = "silent";
  const late = fails(mesh.subscribeRecord("note"), "ETIMEOUT");
  await clock.advance(30_000);
  await late;
  equal(asked("mesh/unsubscribe-record"), [{ recordId: "note" }]);
});

test("what follows the reply at once, in the same turn, is not missed", async () => {
  const mesh = await connected();
  for (const name of ["mesh/subscribe-channel", "mesh/subscribe-record"]) Server.handlers[name] = "silent";
  const [news, note] = [mesh.subscribeChannel("news"), mesh.subscribeRecord("note")];
  const [first, second] = Server.last.received;
  Server.last.text({ id: first.id, command: first.command, payload: channel(["a"], 1)() });
  said(2, "b");
  Server.last.text({ id: second.id, command: second.command, payload: record("one", 1)() });
  updated({ full: "two", version: 2 });
  equal([(await news).get(), (await note).get()], [["a", "b"], "two"]);
});

test("what the server can't do at the moment after a gap is asked for again", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  Server.handlers["mesh/subscribe-record"] = record({ n: 1 }, 1);
  const note = await mesh.subscribeRecord("note", undefined, { mode: "patch" });
  let times = 0;
  Server.handlers["mesh/subscribe-record"] = () =>
    ++times < 3 ? { error: "Redis is away", code: "EUNAVAILABLE" } : record({ n: 5 }, 5)();
  updated({ version: 5, patch: [] });
  await clock.advance(1000);
  equal([times, note.get(), mesh.connectionId], [3, { n: 5 }, "id-1"]);
});

test("a subscription that can't be restored, whatever the server answers, is over and told", async () => {
  for (const reply of [null, { success: true }, { error: "what?", code: "ENOTFOUND" }]) {
    const mesh = await connected({ reconnectInterval: 100 });
    await mesh.subscribeChannel("news");
    const lost = [];
    mesh.on("lost", ({ refused }) => lost.push(refused));
    Server.handlers["mesh/subscribe-channel"] = () => reply;
    await breakLink();
    equal([lost, mesh.state], [[true], "online"], JSON.stringify(reply));
    await mesh.close();
  }
});

test("a reply that is not of the protocol fails the subscription", async () => {
  const mesh = await connected();
  for (const reply of [null, { success: true }, { success: true, history: 5 }]) {
    Server.handlers["mesh/subscribe-channel"] = () => reply;
    await fails(mesh.subscribeChannel("news"), "EBADFRAME");
  }
});

test("a patch that is none is healed by subscribing again; an update without a version ends the connection", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  Server.handlers["mesh/subscribe-record"] = record({ n: 1 }, 1);
  const note = await mesh.subscribeRecord("note", undefined, { mode: "patch" });
  Server.handlers["mesh/subscribe-record"] = record({ n: 2 }, 2);
  for (const patch of [null, 5, {}, [null], [{ op: "toString", path: "/n" }], [{ op: "add", path: 7, value: 1 }]]) {
    updated({ version: note.version + 1, patch });
    await settle();
    equal([note.get(), mesh.connectionId], [{ n: 2 }, "id-1"], JSON.stringify(patch));
  }
  equal(clock.reported, []);
  updated({ full: { n: 9 } });
  await clock.advance(100);
  equal([note.get(), mesh.connectionId], [{ n: 2 }, "id-2"]);
});
