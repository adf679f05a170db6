// Commands that were under way when the connection broke.
import { client, connected } from "./clients.js";
import { check, clock, equal, fails, Server, test } from "./kit.js";

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

/** A client whose connection broke before a repeatable command was answered. */
async function lost(once, memory, options = {}) {
  const mesh = client({ reconnectInterval: 100, ...options });
  Object.assign(Server, { once, memory });
  await mesh.connect();
  Server.handlers.look = "silent";
  const look = mesh.command("look", 7, { repeatable: true, timeout: Infinity });
  Server.last.end(1006);
  Server.handlers.look = (payload) => payload;
  return [mesh, look];
}

test("a command is not repeated to a server that cannot know it", async () => {
  for (const [before, after] of [
    [[300], []],
    [[300], [0]],
    [[300], [300, "a"]],
    [[300, "a"], [300]],
    [[300, "a"], [300, "b"]],
  ]) {
    const [mesh, look] = await lost(...before);
    const unknown = fails(look, "EUNKNOWN");
    const fresh = mesh.command("look", 8, { repeatable: true });
    const [once, memory] = after;
    Object.assign(Server, { once, memory });
    await clock.advance(100);
    await unknown;
    equal(await fresh, 8);
    equal(Server.last.received.map((frame) => frame.payload), [8], JSON.stringify([before, after]));
    await mesh.close();
  }
});

test("a command is repeated to the server whose memory has it", async () => {
  const [, look] = await lost(300, "a");
  await clock.advance(100);
  equal(await look, 7);
});

test("a command is not repeated when the server may have forgotten it", async () => {
  for (const [once, away, repeated] of [
    [300, 239_000, true],
    [300, 240_000, false],
    [100, 80_000, false],
  ]) {
    const [mesh, look] = await lost(once);
    const outcome = look.catch((failure) => failure.code);
    Server.once = 300;
    clock.time += away;
    await clock.advance(0);
    equal([await outcome, Server.last.names], repeated ? [7, ["look"]] : ["EUNKNOWN", []], away);
    await mesh.close();
  }
});

test("the outcome of what waits to be repeated is unknown when the client is closed or gives up", async () => {
  const [closing, first] = await lost(300);
  const failures = [fails(first, "EUNKNOWN"), fails(closing.command("look"), "EGONE")];
  await closing.close();
  await Promise.all(failures);
  const [, second] = await lost(300, undefined, { maxReconnectAttempts: 1 });
  Server.mode = "refuse";
  const unknown = fails(second, "EUNKNOWN");
  await clock.advance(1000);
  await unknown;
});

test("the outcome of what is under way is unknown when the client is closed", async () => {
  const mesh = await connected();
  Server.handlers.pay = "silent";
  const unknown = fails(mesh.command("pay"), "EUNKNOWN");
  await mesh.close();
  await unknown;
});
