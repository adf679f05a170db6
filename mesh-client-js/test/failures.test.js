// Failures of networks, servers and applications, as a client meets them.
import { MeshClient } from "../src/client.js";
import { connected } from "./clients.js";
import { clock, equal, fails, Server, settle, test } from "./kit.js";

test("a payload of another form is told and ends the connection, which comes back", async () => {
  for (const command of ["mesh/subscription-message", "mesh/presence-update", "mesh/record-update", "mesh/record-deleted", "mesh/unsubscribed", "mesh/error"]) {
    const mesh = await connected({ reconnectInterval: 100 });
    const codes = [];
    mesh.on("error", (failure) => codes.push(failure.code));
    Server.last.text(`{"command":"${command}","payload":null}`);
    await clock.advance(100);
    equal([codes, mesh.state], [["EBADFRAME"], "online"], command);
    await mesh.close();
  }
});

test("a server that closes at once is tried later and later; one that stayed for a while counts as new", async () => {
  const mesh = await connected({ reconnectInterval: 100, maxReconnectInterval: 20_000 });
  const counts = [];
  for (const wait of [100, 200, 400, 800]) {
    Server.last.end(1001);
    await clock.advance(wait - 1);
    counts.push(Server.all.length);
    await clock.advance(1);
  }
  equal(counts, [1, 2, 3, 4]);
  await clock.advance(10_000);
  Server.last.end(1001);
  await clock.advance(100);
  equal([mesh.state, Server.all.length], ["online", 6]);
});

test("a server that is gone for a minute: what waits is sent when it is back, and everything is as it was", async () => {
  const mesh = await connected({ reconnectInterval: 100, maxReconnectInterval: 5000 });
  await mesh.joinRoom("lobby");
  const news = [];
  await mesh.subscribeChannel("news", (message) => news.push(message));
  Server.mode = "refuse";
  Server.last.end(1006);
  const late = fails(mesh.command("echo", 1, 30_000), "ETIMEOUT");
  const patient = mesh.command("echo", 2, 120_000);
  await clock.advance(60_000);
  await late;
  equal(mesh.state, "reconnecting");
  Server.mode = "accept";
  Server.handlers["mesh/subscribe-channel"] = () => ({ success: true, history: ["a", "b"], offset: 2, epoch: "e", recovered: true });
  await clock.advance(5000);
  equal(await patient, 2);
  equal([mesh.state, news], ["online", ["a", "b"]]);
  equal(Server.last.names, ["mesh/join-room", "mesh/subscribe-channel", "echo"]);
});

test("closed while it restores, it is closed, and nothing is sent any more", async () => {
  const mesh = await connected({ reconnectInterval: 100 });
  await mesh.joinRoom("lobby");
  await mesh.subscribeChannel("news");
  Server.handlers["mesh/join-room"] = "silent";
  Server.last.end(1006);
  await clock.advance(100);
  await mesh.close();
  await clock.advance(60_000);
  equal([mesh.state, Server.all.length, Server.last.names, clock.timers.size], ["closed", 2, ["mesh/join-room"], 0]);
});

test("two clients on one page, as two tabs have them, know nothing of each other", async () => {
  const one = await connected({ reconnectInterval: 100 });
  const first = Server.last;
  const two = new MeshClient("ws://server/mesh", { WebSocket: first.constructor, reconnectInterval: 100 });
  await two.connect();
  await one.joinRoom("lobby");
  equal([one.connectionId, two.connectionId, first.names, Server.last.names], ["id-1", "id-2", ["mesh/join-room"], []]);
  first.end(1006);
  equal([one.state, two.state], ["reconnecting", "online"]);
  await one.close();
  equal(await two.command("echo", 1), 1);
});

test("callbacks of subscriptions that throw are reported and stop nothing", async () => {
  const mesh = await connected();
  const fail = () => {
    throw new Error("mine");
  };
  const channel = await mesh.subscribeChannel("news", fail);
  const record = await mesh.subscribeRecord("note", fail);
  const presence = await mesh.subscribePresence("lobby", fail);
  mesh.status.subscribe(fail);
  record.subscribe(fail);
  Server.last.say("mesh/subscription-message", { channel: "news", message: "a", offset: 1, epoch: "e" });
  Server.last.say("mesh/record-update", { recordId: "note", full: 1, version: 1 });
  Server.last.say("mesh/presence-update", { type: "join", connectionId: "ada", roomName: "lobby", timestamp: 1 });
  equal([channel.get(), record.get(), presence.get().present], [["a"], 1, ["me", "ada"]]);
  equal(await mesh.command("echo", 1), 1);
  equal(new Set(clock.reported.map((failure) => failure.message)), new Set(["mine"]));
  equal(clock.reported.length, 6);
});

test("a payload that is no JSON fails where it's sent, and harms nothing else", async () => {
  const circle = {};
  circle.self = circle;
  const mesh = await connected({ reconnectInterval: 100 });
  Server.last.end(1006);
  let refused = 0;
  for (const payload of [1n, circle]) {
    try {
      await mesh.command("echo", payload);
    } catch {
      refused++;
    }
  }
  Server.handlers.echo = (payload) => payload;
  const waits = mesh.command("echo", "behind");
  await clock.advance(100);
  equal([refused, mesh.state, await waits], [2, "online", "behind"]);
});

test("an answer that is no JSON is told to the server as a failure", async () => {
  const mesh = await connected();
  mesh.onRequest("count", () => 1n);
  Server.last.text({ id: "s:1", command: "count" });
  await settle();
  const { payload } = Server.last.received.find(({ command }) => command === "mesh/reply");
  equal([payload.code, payload.name], ["ESERVER", "TypeError"]);
});
