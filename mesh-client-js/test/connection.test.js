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
