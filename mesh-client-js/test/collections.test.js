import { subscribeCollection } from "../src/collections.js";
import { connected } from "./clients.js";
import { clock, equal, fails, Server, settle, test } from "./kit.js";

const member = (id, text, version = 1) => ({ id, record: { text }, version });
const diff = (version, { added = [], removed = [], ...more }) =>
  Server.last.say("mesh/collection-diff", { collectionId: "mine", added, removed, version, ...more });
const update = (id, text, version) =>
  Server.last.say("mesh/record-update", { recordId: id, full: { text }, version, collectionId: "mine" });
const replies = (records, more = {}) => () => ({
  success: true,
  ids: records.map(({ id }) => id),
  records,
  version: 1,
  ...more,
});
const ids = (list) => list.get().map(({ id }) => id);

async function subscribed(records = [member("a", "A"), member("b", "B")], more = {}) {
  const mesh = await connected({ reconnectInterval: 100 });
  Server.handlers["mesh/subscribe-collection"] = replies(records, more);
  Server.handlers["mesh/unsubscribe-collection"] = () => true;
  const told = [];
  const list = await subscribeCollection(mesh, "mine", (added, removed, changed) =>
    told.push([added.map(({ id }) => id), removed, changed.map(({ id, version }) => [id, version])]),
  );
  return { mesh, list, told };
}

const asked = (name) => Server.last.received.filter(({ command }) => command === name).length;

test("a collection is a live list", async () => {
  const { list, told } = await subscribed();
  equal([ids(list), list.isLive, list.collectionId], [["a", "b"], true, "mine"]);
  const first = list.get();
  diff(2, { added: [member("c", "C")], removed: ["a"] });
  update("b", "BB", 2);
  equal(ids(list), ["b", "c"]);
  equal(list.get()[0], { id: "b", record: { text: "BB" }, version: 2 });
  equal([first !== list.get(), list.get() === list.get()], [true, true]);
  equal(told, [
    [["c"], ["a"], []],
    [[], [], [["b", 2]]],
  ]);
});

test("a sorted collection keeps its order", async () => {
  const { list, told } = await subscribed([member("a", "A"), member("b", "B"), member("c", "C")]);
  diff(2, { added: [{ ...member("d", "D"), at: 0 }], removed: ["b"], moved: [{ id: "a", at: 2 }] });
  equal(ids(list), ["d", "c", "a"]);
  diff(3, { moved: [{ id: "d", at: 1 }] });
  equal([ids(list), told.pop()], [["c", "d", "a"], [[], [], []]]);
});

test("a long list is there when its last part is", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-collection"] = replies([member("a", "A")], { complete: false });
  let list;
  subscribeCollection(mesh, "mine").then((handle) => (list = handle));
  await settle();
  equal(list, undefined);
  diff(2, { added: [member("b", "B")] });
  diff(3, { added: [member("c", "C")], complete: true });
  await settle();
  equal(ids(list), ["a", "b", "c"]);
});

test("after a reconnect the difference is told, and nothing else", async () => {
  const { list, told } = await subscribed();
  Server.handlers["mesh/subscribe-collection"] = replies([member("b", "B"), member("c", "C", 3)], { complete: false });
  Server.last.end(1006);
  equal(list.isLive, false);
  await clock.advance(100);
  equal(told.splice(0), [[["c"], [], []]]);
  equal(ids(list), ["b", "c", "a"]);
  diff(2, { added: [member("d", "D")], complete: true });
  equal(told, [[["d"], ["a"], []]]);
  equal([ids(list), list.isLive], [["b", "c", "d"], true]);
});

test("a difference that is missing has the client subscribe again", async () => {
  const { list, told } = await subscribed();
  Server.handlers["mesh/subscribe-collection"] = replies([member("x", "X")]);
  diff(3, { added: [member("lost", "L")] });
  await settle();
  equal([ids(list), asked("mesh/subscribe-collection"), list.isLive], [["x"], 2, true]);
  equal(told, [[["x"], ["a", "b"], []]]);
});

test("a page shares one subscription, which ends with the last handle", async () => {
  const { mesh, list } = await subscribed();
  const second = await subscribeCollection(mesh, "mine");
  equal([asked("mesh/subscribe-collection"), ids(second)], [1, ["a", "b"]]);
  await list.close();
  equal(asked("mesh/unsubscribe-collection"), 0);
  equal(await second.close(), true);
  equal(asked("mesh/unsubscribe-collection"), 1);
});

test("a collection that is not open is refused, then or later", async () => {
  const { mesh } = await subscribed();
  const lost = [];
  mesh.on("lost", ({ kind, name }) => lost.push([kind, name]));
  Server.last.say("mesh/unsubscribed", { collectionId: "mine" });
  equal(lost, [["collection", "mine"]]);
  Server.handlers["mesh/subscribe-collection"] = () => ({ success: false });
  await fails(subscribeCollection(mesh, "mine"), "EFORBIDDEN");
});

test("the updates of a collection are none of a record's", async () => {
  const { mesh } = await subscribed();
  const seen = [];
  await mesh.subscribeRecord("a", (change) => seen.push(change));
  update("a", "A2", 2);
  equal(seen.length, 0);
});

test("a long list whose link breaks before its last part is asked for again", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  Server.handlers["mesh/subscribe-collection"] = replies([member("a", "A")], { complete: false });
  let list;
  subscribeCollection(mesh, "mine").then((handle) => (list = handle));
  await settle();
  Server.handlers["mesh/subscribe-collection"] = replies([member("a", "A"), member("b", "B")]);
  Server.last.end(1006);
  await clock.advance(100);
  await settle();
  equal(list && ids(list), ["a", "b"]);
});

test("a client that is closed has no collections, and those it waits for fail", async () => {
  const { mesh, list } = await subscribed();
  Server.handlers["mesh/subscribe-collection"] = replies([member("x", "X")], { complete: false });
  const never = subscribeCollection(mesh, "other");
  await settle();
  await mesh.close();
  await fails(never, "EGONE");
  equal(list.isLive, false);
  await mesh.connect();
  Server.handlers["mesh/subscribe-collection"] = replies([member("z", "Z")]);
  const again = await subscribeCollection(mesh, "mine");
  equal([ids(again), again.isLive, asked("mesh/subscribe-collection")], [["z"], true, 1]);
});

test("closing a handle of a list that ended leaves the next one alone", async () => {
  const { mesh, list } = await subscribed();
  Server.last.say("mesh/unsubscribed", { collectionId: "mine" });
  await settle();
  const next = await subscribeCollection(mesh, "mine");
  equal(await list.close(), false);
  diff(2, { added: [member("c", "C")] });
  equal([ids(next), next.isLive, asked("mesh/unsubscribe-collection")], [["a", "b", "c"], true, 0]);
});

test("collections are restored before the client says that it is back, as often as that takes", async () => {
  const { mesh, list } = await subscribed();
  let times = 0;
  const codes = ["ESUBSCRIPTIONS", "EUNAVAILABLE"];
  Server.handlers["mesh/subscribe-collection"] = () =>
    times < 2 ? { error: "not now", code: codes[times++] } : replies([member("x", "X")])();
  let atReconnect;
  mesh.on("reconnect", () => (atReconnect = [ids(list), list.isLive]));
  Server.last.end(1006);
  await clock.advance(1000);
  equal([atReconnect, times], [[["x"], true], 2]);
});

test("a collection that is refused after a reconnect is over and told", async () => {
  const { mesh, list } = await subscribed();
  const lost = [];
  mesh.on("lost", ({ kind, name, refused }) => lost.push([kind, name, refused]));
  Server.handlers["mesh/subscribe-collection"] = () => ({ success: false });
  Server.last.end(1006);
  await clock.advance(1000);
  equal([lost, list.isLive, mesh.state], [[["collection", "mine", true]], false, "online"]);
});

test("the same callback twice is told twice, and stops once each", async () => {
  const { mesh } = await subscribed();
  let calls = 0;
  const onChange = () => calls++;
  const one = await subscribeCollection(mesh, "mine", onChange);
  await subscribeCollection(mesh, "mine", onChange);
  update("a", "A2", 2);
  equal(calls, 2);
  await one.close();
  update("a", "A3", 3);
  equal(calls, 3);
});

test("a difference that is none has the client subscribe again; nothing is told of it", async () => {
  const broken = [
    { added: 5 },
    { added: [null] },
    { removed: null },
    { added: [member("n", "N")], moved: [{ id: "nobody", at: 0 }] },
  ];
  for (const malformed of broken) {
    const { mesh, list, told } = await subscribed();
    const before = list.get();
    Server.handlers["mesh/subscribe-collection"] = replies([member("b", "B"), member("n", "N")]);
    diff(2, malformed);
    equal(list.get() === before, true, JSON.stringify(malformed));
    await settle();
    equal([ids(list), told, list.isLive, mesh.connectionId], [["b", "n"], [[["n"], ["a"], []]], true, "id-1"]);
    equal(clock.reported, []);
    await mesh.close();
    Server.all.length = 0;
  }
});

test("a part of a long list may remove what came before, and what an earlier subscription had", async () => {
  const { list, told } = await subscribed();
  Server.handlers["mesh/subscribe-collection"] = replies([member("b", "B")], { complete: false });
  Server.last.end(1006);
  await clock.advance(100);
  diff(2, { added: [member("b", "B2", 2)], removed: ["a", "nobody"] });
  diff(3, { complete: true });
  equal([ids(list), told], [["b"], [[[], ["a"], [["b", 2]]]]]);
});

test("a collection that the server stops while others wait for it fails for all", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-collection"] = replies([member("a", "A")], { complete: false });
  const both = [1, 2].map(() => fails(subscribeCollection(mesh, "mine"), "EFORBIDDEN"));
  await settle();
  Server.last.say("mesh/unsubscribed", { collectionId: "mine" });
  await Promise.all(both);
});
