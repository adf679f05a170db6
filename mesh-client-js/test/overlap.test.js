// Calls that are taken back before their replies are here, and listeners that call the client.
import { subscribeCollection } from "../src/collections.js";
import { connected } from "./clients.js";
import { check, clock, equal, fails, Server, settle, test } from "./kit.js";

const connect = () => connected({ reconnectInterval: 100 });

/** What the client sends on the next connection. */
async function afterBreak() {
  Server.last.end(1006);
  await clock.advance(1000);
  return Server.last.names;
}

test("a room that is left before the reply to joining it is not joined again", async () => {
  const mesh = await connect();
  const joining = mesh.joinRoom("lobby", () => {});
  await mesh.leaveRoom("lobby");
  await joining;
  await settle();
  equal(Server.last.received.slice(-2).map(({ command }) => command), ["mesh/subscribe-presence", "mesh/unsubscribe-presence"]);
  equal(await afterBreak(), []);
});

test("a room that is left and joined again at once is joined, and is joined again after a reconnect", async () => {
  const mesh = await connect();
  await mesh.joinRoom("lobby", () => {});
  const left = mesh.leaveRoom("lobby");
  await mesh.joinRoom("lobby");
  equal(await left, { success: true });
  equal(Server.last.names.slice(2), ["mesh/unsubscribe-presence", "mesh/leave-room", "mesh/join-room"]);
  equal(await afterBreak(), ["mesh/join-room"]);
});

test("a state that is cleared, or whose room is left, before the reply is not published again", async () => {
  const mesh = await connect();
  Server.handlers["mesh/clear-presence-state"] = () => true;
  await mesh.joinRoom("lobby");
  mesh.publishPresenceState("lobby", { state: "typing" });
  await mesh.clearPresenceState("lobby");
  equal(await afterBreak(), ["mesh/join-room"]);
  mesh.publishPresenceState("lobby", { state: "typing" });
  mesh.leaveRoom("lobby");
  await mesh.joinRoom("lobby");
  equal(await afterBreak(), ["mesh/join-room"]);
  mesh.publishPresenceState("lobby", { state: "typing" });
  mesh.clearPresenceState("lobby");
  await mesh.publishPresenceState("lobby", { state: "away" });
  equal((await afterBreak()).slice(1), ["mesh/publish-presence-state"]);
  equal(Server.last.received[1].payload.state, "away");
});

test("a name that is freed before the reply to taking it is not taken again", async () => {
  const mesh = await connect();
  const taking = mesh.takeName("till-17", { onLost: () => {} });
  await mesh.freeName("till-17");
  const till = await taking;
  equal([till.name, till.held, await till.free()], ["till-17", false, { success: true }]);
  equal(Server.last.names, ["mesh/take-name", "mesh/free-name"]);
  equal(await afterBreak(), []);
});

test("a name that is freed and taken once more meanwhile is taken again", async () => {
  const mesh = await connect();
  const taking = mesh.takeName("till-17");
  mesh.freeName("till-17");
  const till = await mesh.takeName("till-17");
  equal([(await taking).held, till.held], [false, true]);
  equal(await afterBreak(), ["mesh/take-name"]);
});

test("a listener that hears of the loss of the connection may send commands, which wait, and events, which don't", async () => {
  const mesh = await connect();
  let sent, answer;
  mesh.on("disconnect", () => {
    sent = mesh.sendEvent("moved", 1);
    answer = mesh.command("echo", "tea");
  });
  await afterBreak();
  equal([sent, await answer, clock.reported], [false, "tea", []]);
  equal(Server.last.names, ["echo"]);
});

test("a command on a socket that is closing waits for the next one", async () => {
  const mesh = await connect();
  Server.last.readyState = 2;
  const answer = mesh.command("echo", "tea");
  await afterBreak();
  equal(await answer, "tea");
});

test("a listener that closes and connects on the loss of the connection has one connection", async () => {
  const mesh = await connect();
  mesh.on("disconnect", () => {
    mesh.close();
    mesh.connect();
  });
  await afterBreak();
  await clock.advance(60_000);
  equal([mesh.state, Server.all.filter(({ readyState }) => readyState === 1).length], ["online", 1]);
});

test("a listener of the state that closes the client leaves no timer", async () => {
  const mesh = await connect();
  mesh.status.subscribe((state) => state === "reconnecting" && mesh.close());
  Server.last.end(1006);
  await settle();
  equal([mesh.state, clock.timers.size], ["closed", 0]);
});

test("a command of a listener of the state comes after those that waited", async () => {
  const mesh = await connect();
  Server.last.end(1006);
  mesh.command("echo", 1);
  mesh.status.subscribe((state) => state === "online" && mesh.command("echo", 2));
  await clock.advance(100);
  equal(Server.last.received.map(({ payload }) => payload), [1, 2]);
});

test("a second connection id on one connection is ignored", async () => {
  const mesh = await connect();
  let reconnects = 0;
  mesh.on("reconnect", () => reconnects++);
  Server.last.say("mesh/assign-id", "other");
  await settle();
  equal([mesh.connectionId, reconnects], ["id-1", 0]);
  await mesh.close();
  equal(clock.timers.size, 0);
});

test("all who wait for the same collection are told that it is refused, and may ask again", async () => {
  const mesh = await connect();
  const both = () => [subscribeCollection(mesh, "mine"), subscribeCollection(mesh, "mine")];
  Server.handlers["mesh/subscribe-collection"] = () => ({ success: false });
  for (const refused of both()) await fails(refused, "EFORBIDDEN");
  Server.handlers["mesh/subscribe-collection"] = () => ({ error: "Too many", code: "ESUBSCRIPTIONS" });
  for (const refused of both()) await fails(refused, "ESUBSCRIPTIONS");
  Server.handlers["mesh/subscribe-collection"] = "silent";
  const late = both();
  await Promise.all([clock.advance(30_000), ...late.map((each) => fails(each, "ETIMEOUT"))]);
  equal(Server.last.names.filter((name) => name === "mesh/unsubscribe-collection").length, 1);
  Server.handlers["mesh/subscribe-collection"] = () => ({ success: true, records: [], version: 1 });
  for (const list of await Promise.all(both())) check(list.isLive, "live");
});
