import { client, connected } from "./clients.js";
import { check, clock, equal, fails, Server, settle, test } from "./kit.js";

test("connects, has an id, and tells its states", async () => {
  const mesh = client();
  const states = [];
  mesh.status.subscribe((state) => states.push(state));
  await mesh.connect();
  equal(mesh.connectionId, "id-1");
  await mesh.close();
  equal(states, ["closed", "connecting", "online", "closed"]);
  equal(clock.timers.size, 0, "timers left");
});

test("connecting twice is one connection", async () => {
  const mesh = client();
  await Promise.all([mesh.connect(), mesh.connect()]);
  equal(Server.all.length, 1);
});

test("a result is the reply, an error has code, text and payload", async () => {
  const mesh = await connected();
  equal(await mesh.command("echo", { a: 1 }), { a: 1 });
  Server.handlers.taken = () => ({ error: "Taken", code: "ETAKEN", name: "TakenError", by: "Ada" });
  const failure = await fails(mesh.command("taken"), "ETAKEN");
  equal([failure.message, failure.name, failure.payload.by], ["Taken", "TakenError", "Ada"]);
});

test("pings are answered, latency is measured and told", async () => {
  const mesh = await connected();
  Server.last.say("ping", {});
  Server.last.say("latency:request", {});
  Server.last.say("latency", 12);
  equal(Server.last.names, ["pong", "latency:response"]);
  equal(mesh.latency, 12);
});

test("events reach their listeners; one that throws is reported and stops nobody", async () => {
  const mesh = await connected();
  const seen = [];
  mesh.on("said", () => {
    throw new Error("mine");
  });
  const stop = mesh.on("said", (payload) => seen.push(payload));
  Server.last.say("said", "a");
  stop();
  Server.last.say("said", "b");
  equal(seen, ["a"]);
  equal(clock.reported.map((failure) => failure.message), ["mine", "mine"]);
});

test("requests of the server are answered with a result, a stage or an error", async () => {
  const mesh = await connected();
  mesh.onRequest("add", async ([a, b]) => a + b);
  Server.last.text({ id: "s:1", command: "add", payload: [1, 2] });
  Server.last.text({ id: "s:2", command: "unknown" });
  await settle();
  const answers = Object.fromEntries(Server.last.received.map((frame) => [frame.id, frame.payload]));
  equal([answers["s:1"], answers["s:2"].code], [3, "ENOTFOUND"]);
  equal(Server.last.names, ["mesh/reply", "mesh/reply"]);
});

test("commands wait while there is no connection, in order", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  Server.last.end(1006);
  const both = Promise.all([mesh.command("echo", 1), mesh.command("echo", 2)]);
  await clock.advance(100);
  equal(await both, [1, 2]);
  equal(Server.last.received.map((frame) => frame.payload), [1, 2]);
});

test("the queue is bounded, and can be left out", async () => {
  const bounded = client({ maxQueued: 1 });
  Server.mode = "silent";
  bounded.connect();
  bounded.command("echo", 1);
  await fails(bounded.command("echo", 2), "EBUSY");
  const failing = client({ offline: "fail" });
  Server.mode = "silent";
  failing.connect();
  await fails(failing.command("echo", 1), "EGONE");
});

const sent = (name) => Server.last.received.filter(({ command }) => command === name);

test("a command that was under way has an unknown outcome; a repeatable one is sent again under its number", async () => {
  const mesh = client({ reconnectInterval: 100 });
  Server.once = 300;
  await mesh.connect();
  for (const name of ["pay", "look", "mesh/publish-record-update"]) Server.handlers[name] = "silent";
  const unknown = fails(mesh.command("pay"), "EUNKNOWN");
  const repeated = [mesh.command("look", 7, { repeatable: true }), mesh.changeRecord("n", [{ op: "increment", path: "" }])];
  const [[look], [write]] = [sent("look"), sent("mesh/publish-record-update")];
  equal([sent("pay")[0].once, look.once.number, write.once.number], [undefined, 1, 2]);
  check(/^\d{5,50}$/.test(look.once.client), look.once.client);
  Server.last.end(1006);
  await unknown;
  Server.handlers.look = (payload) => payload;
  Server.handlers["mesh/publish-record-update"] = () => ({ success: true, version: 4 });
  await clock.advance(100);
  equal(await Promise.all(repeated), [7, 4]);
  equal([sent("look")[0].once, sent("mesh/publish-record-update")[0].once], [look.once, write.once]);
});

test("a server that remembers nothing is asked twice only for what does no harm", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  for (const name of ["look", "mesh/publish-channel", "mesh/publish-record-update", "mesh/get-room-metadata"]) {
    Server.handlers[name] = "silent";
  }
  const calls = [mesh.command("look", 7, { repeatable: true }), mesh.publishChannel("c", "x"), mesh.publishRecordUpdate("n", 1)];
  const unknown = calls.map((call) => fails(call, "EUNKNOWN"));
  const metadata = mesh.getRoomMetadata("lobby");
  Server.last.end(1006);
  await Promise.all(unknown);
  Server.handlers["mesh/get-room-metadata"] = () => ({ metadata: 5 });
  await clock.advance(100);
  equal(await metadata, 5);
  equal(Server.last.names, ["mesh/get-room-metadata"]);
});

test("what was under way when the server closed for good has an unknown outcome", async () => {
  const mesh = client();
  Server.once = 300;
  await mesh.connect();
  Server.handlers.look = "silent";
  const unknown = fails(mesh.command("look", 7, { repeatable: true }), "EUNKNOWN");
  Server.last.end(1000);
  await unknown;
});

test("a command ends at its time-out, also in the queue", async () => {
  const mesh = await connected();
  Server.handlers.slow = "silent";
  const late = fails(mesh.command("slow", null, 1000), "ETIMEOUT");
  await clock.advance(1000);
  await late;
  Server.last.end(1006);
  Server.mode = "silent";
  const queued = fails(mesh.command("echo", 1, 50), "ETIMEOUT");
  await clock.advance(50);
  await queued;
});

test("replies that nobody waits for and events that nobody listens to are ignored", async () => {
  const mesh = await connected();
  Server.last.text({ id: 99, command: "echo", payload: 1 });
  Server.last.say("unknown", 1);
  equal(await mesh.command("echo", 2), 2);
});

test("closing while connecting leaves nothing behind", async () => {
  const mesh = client();
  Server.mode = "silent";
  const opening = fails(mesh.connect(), "EGONE");
  await settle();
  const waiting = fails(mesh.command("echo", 1), "EGONE");
  await mesh.close();
  await Promise.all([opening, waiting]);
  await clock.advance(60_000);
  equal([mesh.state, Server.all.length, clock.timers.size], ["closed", 1, 0]);
  await fails(mesh.command("echo", 1), "EGONE");
});

test("closed while its address is asked for, it does not connect", async () => {
  let give;
  const mesh = client({}, () => new Promise((resolve) => (give = resolve)));
  const opening = fails(mesh.connect(), "EGONE");
  await settle();
  await mesh.close();
  give("ws://server/mesh");
  await opening;
  await settle();
  equal(Server.all.length, 0);
});
