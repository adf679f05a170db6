import { MeshClient } from "../src/client.js";
import { check, clock, equal, Server, settle, test } from "./kit.js";

/** Everything public of the client, for the test that looks it up in the declarations and the guide. */
export const surface = Object.getOwnPropertyNames(MeshClient.prototype).filter(
  (name) => !["constructor", "emit", "send"].includes(name),
);

async function record() {
  const WebSocket = Server.reset();
  const mesh = new MeshClient("ws://server/mesh", { WebSocket });
  await mesh.connect();
  return mesh.subscribeRecord("note:1");
}

const update = (version) => Server.last.say("mesh/record-update", { recordId: "note:1", full: { version }, version });

test("React: a snapshot stays the same until something changes, and both functions work unbound", async () => {
  const { get, subscribe } = await record();
  let renders = 0;
  const stop = subscribe(() => renders++);
  update(1);
  check(get() === get(), "the same snapshot");
  equal([get(), renders], [{ version: 1 }, 2]);
  stop();
  update(2);
  equal(renders, 2);
});

test("Svelte: a store calls with the value now, before subscribe returns", async () => {
  const note = await record();
  update(1);
  const values = [];
  note.subscribe((value) => values.push(value));
  equal(values, [{ version: 1 }]);
});

test("Vue: a shallow reference that follows until its scope ends", async () => {
  const note = await record();
  const reference = { value: note.get() };
  const dispose = note.subscribe((now) => (reference.value = now));
  update(1);
  equal(reference.value, { version: 1 });
  dispose();
  update(2);
  equal(reference.value, { version: 1 });
});

test("the same listener twice is told twice, and stops once each", async () => {
  const note = await record();
  let calls = 0;
  const listener = () => calls++;
  const stop = note.subscribe(listener);
  note.subscribe(listener);
  stop();
  update(1);
  await settle();
  equal([calls, clock.reported.length], [3, 0]);
});
