import { MeshClient } from "../src/client.js";
import { client, connected, events } from "./clients.js";
import { check, clock, equal, fails, Server, settle, test } from "./kit.js";
import { onPage } from "./page.js";

test("a server that is unreachable at first is tried again, later and later, until it is there", async () => {
  const mesh = client({ reconnectInterval: 100, maxReconnectInterval: 1000 });
  Server.mode = "refuse";
  const opening = mesh.connect();
  const counts = [];
  for (const wait of [100, 200, 400, 800, 1000, 1000]) {
    await clock.advance(wait - 1);
    counts.push(Server.all.length);
    await clock.advance(1);
  }
  equal(counts, [1, 2, 3, 4, 5, 6]);
  Server.mode = "accept";
  await clock.advance(1000);
  await opening;
  equal(mesh.state, "online");
});

test("after the last attempt it is offline, says so, and fails what waits", async () => {
  const mesh = client({ reconnectInterval: 100, maxReconnectAttempts: 2 });
  const seen = events(mesh, "reconnectfailed");
  Server.mode = "refuse";
  const opening = mesh.connect();
  const waiting = mesh.command("echo", 1);
  const failures = Promise.all([fails(opening, "EGONE"), fails(waiting, "EGONE")]);
  await clock.advance(1000);
  await failures;
  equal([mesh.state, Server.all.length, seen], ["offline", 3, ["reconnectfailed"]]);
  Server.mode = "accept";
  await mesh.connect();
  equal(mesh.state, "online");
});

test("a handshake without an answer is given up and tried again", async () => {
  const mesh = client({ connectTimeout: 5000, reconnectInterval: 100 });
  Server.mode = "silent";
  mesh.connect();
  await clock.advance(5000);
  Server.mode = "accept";
  await clock.advance(100);
  equal([mesh.state, Server.all.length], ["online", 2]);
});

test("a broken link reconnects, with another id, and tells in order", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  const seen = events(mesh, "connect", "disconnect", "reconnect");
  Server.last.end(1006);
  equal(mesh.state, "reconnecting");
  await clock.advance(100);
  equal([mesh.state, mesh.connectionId, seen], ["online", "id-2", ["disconnect", "reconnect"]]);
});

test("a close code that says so is final", async () => {
  for (const code of [1000, 1009, 4003]) {
    const mesh = await connected();
    const seen = events(mesh, "close");
    Server.last.end(code);
    await clock.advance(60_000);
    equal([mesh.state, seen, Server.all.length], ["closed", ["close"], 1], code);
    Server.all.length = 0;
  }
});

test("any other close code, or none, means to come back", async () => {
  for (const code of [1001, 1006, 1008, 1011, 4001, 4002, 4999]) {
    const mesh = await connected({ reconnectInterval: 100 });
    Server.last.end(code);
    await clock.advance(100);
    equal([mesh.state, mesh.connectionId], ["online", "id-2"], code);
    await mesh.close();
    Server.all.length = 0;
  }
});

test("without shouldReconnect a broken link is the end", async () => {
  const mesh = await connected({ shouldReconnect: false });
  Server.last.end(1006);
  await clock.advance(60_000);
  equal([mesh.state, Server.all.length], ["closed", 1]);
});

test("a server without a sign of life is left, by the rule of missed pings", async () => {
  const mesh = await connected({ pingTimeout: 1000, maxMissedPings: 1, reconnectInterval: 100 });
  await clock.advance(1000);
  equal(mesh.state, "online");
  Server.last.say("ping", {});
  await clock.advance(1000);
  await clock.advance(999);
  equal(mesh.state, "online");
  await clock.advance(1001);
  equal([mesh.connectionId, Server.all[0].closedBy.code], ["id-2", 4002]);
});

test("a machine that slept finds out at once", async () => {
  const mesh = await connected({ pingTimeout: 30_000, reconnectInterval: 100 });
  Server.handlers["mesh/noop"] = "silent";
  clock.time += 3_600_000;
  await clock.advance(0);
  equal(Server.last.names, ["mesh/noop"]);
  await clock.advance(5100);
  equal(mesh.connectionId, "id-2");
});

test("a frame that is not of the protocol is told and ends the connection, which comes back", async () => {
  for (const frame of ["no json", "[]", '{"command":1}', "null"]) {
    const mesh = await connected({ reconnectInterval: 100 });
    const codes = [];
    mesh.on("error", (failure) => codes.push(failure.code));
    Server.last.text(frame);
    await clock.advance(100);
    equal([codes, mesh.state], [["EBADFRAME"], "online"], frame);
    await mesh.close();
  }
});

test("addresses are tried in turn, tokens are fetched for each attempt", async () => {
  let tokens = 0;
  const WebSocket = Server.reset();
  const mesh = new MeshClient(["ws://one/mesh", "ws://two/mesh"], {
    WebSocket,
    reconnectInterval: 100,
    token: async () => `t${++tokens}`,
  });
  await mesh.connect();
  Server.last.end(1006);
  await clock.advance(100);
  equal(
    Server.all.map(({ url, protocols }) => [url, protocols]),
    [
      ["ws://one/mesh", ["mesh", "bearer.t1"]],
      ["ws://two/mesh", ["mesh", "bearer.t2"]],
    ],
  );
});

test("an address that cannot be had is a failed attempt", async () => {
  let calls = 0;
  const mesh = client({ reconnectInterval: 100 }, () => {
    if (++calls === 1) throw new Error("no network");
    return "ws://server/mesh";
  });
  mesh.connect();
  await clock.advance(100);
  equal(mesh.state, "online");
});

test("a thousand reconnects leave no timer, no listener and no pending command", () =>
  onPage(async (listeners) => {
    const mesh = await connected({ reconnectInterval: 1, maxReconnectInterval: 1 });
    await mesh.joinRoom("lobby");
    const before = [clock.timers.size, listeners.length];
    for (let i = 0; i < 1000; i++) {
      Server.last.end(1006);
      await clock.advance(1);
    }
    equal([mesh.state, clock.timers.size, listeners.length], ["online", ...before]);
    check(Server.all.length === 1001, "one socket each");
    await mesh.close();
    equal([clock.timers.size, listeners.length], [0, 0]);
  }));

test("page events: coming back online tries at once, and a woken page asks the server", () =>
  onPage(async (listeners, happens) => {
    const mesh = await connected({ reconnectInterval: 60_000 });
    happens("visibilitychange");
    document.visibilityState = "hidden";
    happens("visibilitychange");
    happens("pageshow", { persisted: false });
    equal(Server.last.names, ["mesh/noop"]);
    Server.last.end(1006);
    happens("online");
    await settle();
    equal(mesh.connectionId, "id-2");
    happens("pagehide", { persisted: true });
    equal(mesh.state, "reconnecting");
    happens("pageshow", { persisted: true });
    await settle();
    equal(mesh.connectionId, "id-3");
    await mesh.close();
    equal(listeners.length, 0, "listeners left");
  }));
