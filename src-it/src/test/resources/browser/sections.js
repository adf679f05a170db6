// Uses each ability as a client does, from beginning to end; the other one may be anywhere in the same cluster.
import { MeshClient, MeshError, applyPatch } from "/mesh/client.js";
import { equal, fails, text, until } from "/checks.js";
import { collections, pipes } from "/modules.js";

async function commands({ client, other, name }) {
  for (const payload of ["text", { a: [1, null, true] }, null, 0]) equal(await client.command("echo", payload), payload, "echo");
  equal(await client.command("echo", 5, { repeatable: true }), 5, "a repeatable command");
  await fails(client.command("no-such-command"), "ENOTFOUND");
  await fails(client.command("ask-briefly", { id: `${name}-nobody`, value: 1 }), "EGONE");
  client.onRequest("question", (value) => {
    if (value === "no") throw new MeshError("ENO", "No");
    return { answer: value };
  });
  const id = client.connectionId;
  equal(await other.command("ask", { id, value: 7 }), { answer: 7 }, "the answer to the server");
  await fails(other.command("ask", { id, value: "no" }), "ENO");
}

async function events({ client, other, name }) {
  const room = `room:events-${name}`;
  const told = [];
  const stop = client.on("told", (words) => told.push(words));
  client.once("told", (words) => told.push(`once ${words}`));
  await client.joinRoom(room);
  await other.command("tell", { room, text: "from the other" });
  await until(() => told.length === 2);
  equal(client.sendEvent("tell", { room, text: "own" }), true, "sent");
  await until(() => told.length === 3);
  stop();
  await other.command("tell", { room, text: "unheard" });
  const sent = new Promise((resolve) => client.once("sent", resolve));
  await other.command("send-to", { id: client.connectionId, value: 5 });
  equal(await sent, 5, "an event for this client alone");
  equal(told, ["from the other", "once from the other", "own"], "events");
  await client.leaveRoom(room);
}

async function rooms({ client, other, name }) {
  const room = `room:sections-${name}`;
  const told = [];
  await other.joinRoom(room);
  const joined = await client.joinRoom(room, (update) => told.push(`${update.type} ${text(update.state)}`));
  equal([...joined.present].sort(), [client.connectionId, other.connectionId].sort(), "present");
  await other.leaveRoom(room);
  await other.joinRoom(room);
  const id = other.connectionId;
  equal(await other.publishPresenceState(room, { state: "typing" }), true, "published");
  await until(() => joined.get().states[id] === "typing");
  equal((await client.getPresenceState(room)).states, { [id]: "typing" }, "states");
  await other.publishPresenceState(room, { state: "briefly", expireAfter: 1 });
  await until(() => told.includes('state "briefly"') && !(id in joined.get().states));
  await other.publishPresenceState(room, { state: "away" });
  await until(() => joined.get().states[id] === "away");
  equal(await other.clearPresenceState(room), true, "cleared");
  await until(() => !(id in joined.get().states));
  equal(
    told,
    ["leave undefined", "join undefined", 'state "typing"', 'state "briefly"', "state null", 'state "away"', "state null"],
    "told",
  );
  await client.leaveRoom(room);
  equal(await client.unsubscribePresence(room), false, "leaving ended it");
  await other.leaveRoom(room);
}

/** Follows people instead of tabs, without being in the room. */
async function presence({ client, address, name }) {
  const room = `room:watched-${name}`;
  const eve = new MeshClient(address, { credential: async () => "conformance:eve" });
  const told = [];
  const watched = await client.subscribePresence(room, (update) => told.push(`${update.type} ${update.userId}`), { by: "user" });
  equal(watched.present, [], "nobody yet");
  await eve.connect();
  equal(await eve.command("who"), "eve", "signed in");
  await eve.joinRoom(room);
  await until(() => watched.get().present.includes("eve"));
  equal((await client.getPresenceState(room, { by: "user" })).present, ["eve"], "by user");
  await eve.close();
  await until(() => watched.get().present.length === 0);
  equal(told, ["join eve", "leave eve"], "told");
  equal(await client.unsubscribePresence(room), true, "unsubscribed");

  const mallory = new MeshClient(address, { credential: "mallory" });
  await fails(mallory.connect(), "EUNAUTHENTICATED");
  equal(mallory.state, "closed", "refused for good");
}

async function channels({ client, other, name }) {
  const channel = `kept:sections-${name}`;
  for (let i = 1; i <= 4; i++) equal(await other.publishChannel(channel, `m${i}`), i, "offset");
  const heard = [];
  const hear = (message, publisher) => heard.push([message, publisher]);
  const subscribed = await client.subscribeChannel(channel, hear, { historyLimit: 3 });
  equal(subscribed.history, ["m4", "m3", "m2"], "history");
  equal(await client.publishChannel(channel, "m5"), 5, "offset");
  await other.publishChannel(channel, "m6");
  await until(() => heard.length === 2);
  equal(heard, [["m5", client.connectionId], ["m6", other.connectionId]], "heard");
  equal(subscribed.get(), ["m2", "m3", "m4", "m5", "m6"], "all of it");
  equal((await client.getChannelHistory(channel, { limit: 2 })).history, ["m6", "m5"], "the last two");
  const { history, recovered } = await client.getChannelHistory(channel, { since: { offset: 4, epoch: subscribed.epoch } });
  equal([history, recovered], [["m5", "m6"], true], "since");
  equal([await client.unsubscribeChannel(channel), await client.unsubscribeChannel(channel)], [true, false], "unsubscribed");
  await other.publishChannel(channel, "m7");
  await client.command("echo");
  equal(heard.length, 2, "nothing more");
  await fails(client.publishChannel(`private:${name}`, "x"), "EFORBIDDEN");
  equal((await client.subscribeChannel(`private:${name}`)).success, false, "refused");
}

async function fullRecords({ client, other, name }) {
  const id = `note:sections-${name}`;
  const told = [];
  const note = await client.subscribeRecord(id, (update) => told.push(update));
  equal([note.get(), note.version], [null, 0], "no value yet");
  equal(await other.publishRecordUpdate(id, { a: 1 }), true, "written");
  await until(() => note.version === 1);
  const writing = note.write({ b: 2 }, { strategy: "merge" });
  equal(note.get(), { a: 1, b: 2 }, "shown at once");
  equal(await writing, 2, "version");
  const conflict = note.write({ c: 3 }, { expectedVersion: 1 });
  equal(note.get(), { c: 3 }, "shown at once");
  await fails(conflict, "ECONFLICT");
  equal(note.get(), { a: 1, b: 2 }, "rolled back");
  equal(await client.changeRecord(id, [{ op: "increment", path: "/a" }]), 3, "version");
  await until(() => note.version === 3);
  equal([note.get(), told.map(({ full }) => full)], [{ a: 2, b: 2 }, [{ a: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }]], "told in full");
  await other.command("delete", id);
  await until(() => note.get() === null);
  equal(await client.unsubscribeRecord(id), true, "unsubscribed");

  const fixed = await client.subscribeRecord(`read-only:${name}`);
  const refused = fixed.write("mine");
  equal(fixed.get(), "mine", "shown at once");
  await fails(refused, "EFORBIDDEN");
  equal(fixed.get(), null, "rolled back");
  equal(await client.publishRecordUpdate(`read-only:${name}`, 1), false, "not writable");
  await fixed.close();
}

/** With a copy that the application keeps by the patches. */
async function patchedRecords({ client, other, name }) {
  const id = `note:patched-${name}`;
  await other.publishRecordUpdate(id, { list: [1, 2] });
  let copy;
  const apply = ({ full, patch }) => (copy = patch ? applyPatch(copy, patch) : full);
  const note = await client.subscribeRecord(id, apply, { mode: "patch" });
  copy = structuredClone(note.record);
  for (const list of [[1, 3, 2], [3], []]) {
    const version = note.version + 1;
    await other.publishRecordUpdate(id, { list });
    await until(() => note.version === version);
    equal([copy, note.get()], [{ list }, { list }], "patched");
  }
  await note.close();
}

async function transactions({ client, other, name }) {
  const [seat, order, offer] = ["seat", "order", "offer"].map((kind) => `note:${kind}-${name}`);
  await other.publishRecordUpdate(offer, "half price");
  const told = [];
  for (const id of [order, seat, offer]) await other.subscribeRecord(id, (update) => told.push([update.recordId, update.value]));
  const { results } = await client.transaction([
    { op: "write", recordId: seat, newValue: { by: name }, options: { expectedVersion: 0 } },
    { op: "change", recordId: order, changes: [{ op: "push", path: "/seats", value: 12 }] },
    { op: "delete", recordId: offer },
  ]);
  equal(results, [{ version: 1 }, { version: 1 }, { version: 2 }], "versions");
  await until(() => told.length === 3);
  equal(told, [[seat, { by: name }], [order, { seats: [12] }], [offer, null]], "told together");
  const halfAllowed = [
    { op: "write", recordId: seat, newValue: "taken" },
    { op: "write", recordId: `read-only:${name}`, newValue: 1 },
  ];
  await fails(client.transaction(halfAllowed), "EFORBIDDEN");
  equal((await other.command("get", seat)).version, 1, "nothing was written");
  for (const id of [seat, order, offer]) await other.unsubscribeRecord(id);
}

async function metadata({ client, other, name }) {
  equal(await client.setConnectionMetadata({ section: name }, { strategy: "merge" }), true, "written");
  equal((await client.getConnectionMetadata()).section, name, "own");
  equal((await other.getConnectionMetadata(client.connectionId)).section, name, "seen by the other");
  const room = `room:described-${name}`;
  await other.command("set-room-metadata", { room, text: "General" });
  equal(await client.getRoomMetadata(room), "General", "of a room");
}

async function names({ client, other, name }) {
  const till = `till-${name}`;
  const taken = await client.takeName(till);
  equal(taken.held, true, "held");
  equal(await other.command("call", { name: till, command: "question", payload: 5 }), { answer: 5 }, "called by its name");
  await fails(other.takeName(till), "ENAMETAKEN");
  await fails(client.takeName(`other-${name}`), "EFORBIDDEN");
  await taken.free();
  equal([taken.held, (await other.takeName(till)).held], [false, true], "freed");
  await other.freeName(till);

  const lost = new Promise((onLost) => client.takeName(`kiosk-${name}`, { onLost }));
  await client.command("echo");
  await other.takeName(`kiosk-${name}`, { ifTaken: "replace" });
  equal((await lost).reason, "replaced", "lost");
  await other.freeName(`kiosk-${name}`);
}

/** Runs them all, with another client at this address. */
export async function everything(client, address, name) {
  const other = new MeshClient(address);
  await other.connect();
  const all = { client, other, address, name };
  const sections = [
    commands, events, rooms, presence, channels, fullRecords, patchedRecords, transactions, collections, metadata, names, pipes,
  ];
  try {
    for (const section of sections) {
      try {
        await section(all);
      } catch (failure) {
        throw new Error(`${section.name}: ${failure.stack ?? failure}`);
      }
    }
    await until(() => client.latency >= 0);
    return sections.map((section) => section.name);
  } finally {
    await other.close();
  }
}
