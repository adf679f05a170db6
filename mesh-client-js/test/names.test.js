import { connected } from "./clients.js";
import { check, clock, equal, fails, Server, settle, test } from "./kit.js";

const taken = () => Server.last.received.filter(({ command }) => command === "mesh/take-name").map(({ payload }) => payload);

function lost(mesh) {
  const seen = [];
  mesh.on("lost", (event) => seen.push(event));
  return seen;
}

test("a name is taken with the same incarnation each time, and freed", async () => {
  const mesh = await connected();
  const till = await mesh.takeName("till-17");
  await mesh.takeName("till-18", { ifTaken: "replace" });
  const [first, second] = taken();
  equal([first.name, first.ifTaken, second.name, second.ifTaken], ["till-17", undefined, "till-18", "replace"]);
  check(first.incarnation.length > 0 && first.incarnation === second.incarnation, "one incarnation");
  equal([till.name, till.since, till.held], ["till-17", 1767225600000, true]);
  check((await mesh.takeName("till-17")) === till, "the same handle");
  equal(await till.free(), { success: true });
  equal([till.held, Server.last.received.pop().payload], [false, { name: "till-17" }]);
});

test("a name that somebody else has is refused, and not taken again later", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  Server.handlers["mesh/take-name"] = () => ({ error: "taken", code: "ENAMETAKEN", name: "NameError" });
  await fails(mesh.takeName("till-17"), "ENAMETAKEN");
  Server.last.end(1006);
  await clock.advance(100);
  equal([mesh.state, taken()], ["online", []]);
});

test("names are taken again before the client says that it is back", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  const till = await mesh.takeName("till-17", { ifTaken: "replace" });
  const [before] = taken();
  let atReconnect;
  mesh.on("reconnect", () => (atReconnect = taken()));
  Server.last.end(1006);
  await clock.advance(100);
  equal(atReconnect, [{ name: "till-17", incarnation: before.incarnation }]);
  equal([mesh.state, till.held], ["online", true]);
});

test("a name that went to somebody else meanwhile is told as lost, and tried no more", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  const told = [];
  const till = await mesh.takeName("till-17", { onLost: (event) => told.push(event) });
  const seen = lost(mesh);
  for (const [code, reason] of [["ENAMETAKEN", "replaced"], ["EFORBIDDEN", "refused"]]) {
    await mesh.takeName("till-17");
    Server.handlers["mesh/take-name"] = () => ({ error: "no", code });
    Server.last.end(1006);
    await clock.advance(1000);
    equal([mesh.state, seen.pop()], ["online", { kind: "name", name: "till-17", refused: true, reason }]);
    Server.handlers["mesh/take-name"] = () => ({ success: true, since: 1 });
  }
  equal([till.held, told.map(({ reason }) => reason)], [false, ["replaced"]]);
  Server.last.end(1006);
  await clock.advance(1000);
  equal(taken(), []);
});

test("what the server can't do at the moment is asked for again", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  await mesh.takeName("till-17");
  let answers = 0;
  Server.handlers["mesh/take-name"] = () =>
    answers++ < 2 ? { error: "away", code: "EUNAVAILABLE" } : { success: true, since: 1 };
  const seen = lost(mesh);
  Server.last.end(1006);
  await clock.advance(1000);
  equal([mesh.state, answers, seen], ["online", 3, []]);
});

test("a client that is told that it lost its name tells the application, once", async () => {
  const mesh = await connected();
  const told = [];
  const till = await mesh.takeName("till-17", { onLost: ({ reason }) => told.push(reason) });
  const seen = lost(mesh);
  Server.last.say("mesh/name-lost", { name: "till-17", reason: "freed" });
  Server.last.say("mesh/name-lost", { name: "till-17", reason: "freed" });
  Server.last.say("mesh/name-lost", { name: "other", reason: "replaced" });
  equal([till.held, told, seen.length], [false, ["freed"], 1]);
});

test("a name that went to a connection of this client's past is taken back", async () => {
  const mesh = await connected();
  const till = await mesh.takeName("till-17", { ifTaken: "replace" });
  const seen = lost(mesh);
  Server.last.say("mesh/name-lost", { name: "till-17", reason: "elsewhere" });
  await settle();
  equal([till.held, taken().length, taken()[1].ifTaken, seen], [true, 2, undefined, []]);
  Server.handlers["mesh/take-name"] = () => ({ error: "taken", code: "ENAMETAKEN" });
  Server.last.say("mesh/name-lost", { name: "till-17", reason: "elsewhere" });
  await settle();
  equal([till.held, seen.map(({ reason }) => reason)], [false, ["replaced"]]);
});

test("taking a name back is tried until the server can", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  const till = await mesh.takeName("till-17");
  const seen = lost(mesh);
  let answers = 0;
  Server.handlers["mesh/take-name"] = () => (answers++ < 2 ? { error: "away", code: "EUNAVAILABLE" } : { success: true, since: 1 });
  Server.last.say("mesh/name-lost", { name: "till-17", reason: "elsewhere" });
  await clock.advance(1000);
  equal([till.held, answers, seen], [true, 3, []]);
  Server.handlers["mesh/take-name"] = () => ({ error: "taken", code: answers++ < 5 ? "EUNAVAILABLE" : "ENAMETAKEN" });
  Server.last.say("mesh/name-lost", { name: "till-17", reason: "elsewhere" });
  await clock.advance(1000);
  equal([till.held, seen.map(({ reason }) => reason)], [false, ["replaced"]]);
});

const freed = () => Server.last.received.filter(({ command }) => command === "mesh/free-name").map(({ payload }) => payload.name);

test("a name whose taking timed out is freed: the server may have agreed all the same", async () => {
  const mesh = await connected();
  Server.handlers["mesh/take-name"] = "silent";
  const late = fails(mesh.takeName("till-17"), "ETIMEOUT");
  await clock.advance(30_000);
  await late;
  equal(freed(), ["till-17"]);
});

test("a name that is taken again meanwhile is not freed", async () => {
  const mesh = await connected();
  Server.handlers["mesh/take-name"] = "silent";
  const late = fails(mesh.takeName("till-17"), "ETIMEOUT");
  await clock.advance(20_000);
  let answer;
  Server.handlers["mesh/take-name"] = () => new Promise((resolve) => (answer = resolve));
  const again = mesh.takeName("till-17");
  await clock.advance(10_000);
  await late;
  answer({ success: true, since: 1 });
  equal([(await again).held, freed()], [true, []]);
  Server.handlers["mesh/take-name"] = "silent";
  const third = fails(mesh.takeName("till-17"), "ETIMEOUT");
  await clock.advance(30_000);
  await third;
  equal(freed(), []);
});

test("a handle of a name that was lost frees nothing", async () => {
  const mesh = await connected();
  const before = await mesh.takeName("till-17");
  Server.last.say("mesh/name-lost", { name: "till-17", reason: "freed" });
  const now = await mesh.takeName("till-17");
  equal([await before.free(), now.held, freed()], [{ success: true }, true, []]);
  await now.free();
  equal([now.held, freed()], [false, ["till-17"]]);
});

test("a closed client has no names", async () => {
  const mesh = await connected();
  const till = await mesh.takeName("till-17");
  await mesh.close();
  equal(till.held, false);
});
