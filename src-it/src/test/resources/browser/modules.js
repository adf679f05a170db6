// The checks of the modules beside the client; sections.js has those of the client itself.
import { subscribeCollection } from "/mesh/collections.js";
import { onPipe, openPipe } from "/mesh/pipes.js";
import { equal, fails, text, until } from "/checks.js";

/** A list of all, and the three highest in order. */
export async function collections({ client, other, name }) {
  const list = `list:sections-${name}`;
  const item = (letter) => `item:sections-${name}-${letter}`;
  const write = (letter, rank) => other.publishRecordUpdate(item(letter), { list, rank });
  const letters = (records) => records.map(({ id }) => id.split("-").pop());
  await write("a", 1);
  await write("b-hidden", 2);
  const told = [];
  const all = await subscribeCollection(client, list, (added, removed, changed) =>
    told.push([letters(added), letters(removed.map((id) => ({ id }))), letters(changed)]),
  );
  const top = await subscribeCollection(client, list.replace("list:", "top:"));
  equal([all.get(), all.isLive], [[{ id: item("a"), record: { list, rank: 1 }, version: 1 }], true], "all of it");
  await write("b", 2);
  await until(() => told.length === 1);
  await write("a", 5);
  await until(() => told.length === 2);
  await other.transaction([{ op: "delete", recordId: item("a") }, { op: "write", recordId: item("c"), newValue: { list, rank: 3 } }]);
  await until(() => text(letters(all.get()).sort()) === text(["b", "c"]));
  equal(told.slice(0, 2), [[["b"], [], []], [[], [], ["a"]]], "told");
  for (const [letter, rank] of [["d", 4], ["e", 0]]) await write(letter, rank);
  await until(() => text(letters(top.get())) === text(["d", "c", "b"]));
  await write("b", 9);
  await until(() => text(letters(top.get())) === text(["b", "d", "c"]));
  equal([await all.close(), await top.close(), all.isLive], [true, true, false], "closed");
  await fails(subscribeCollection(client, `closed:${name}`), "EFORBIDDEN");
}

export async function pipes({ client, other, name }) {
  const [phone, desk] = [`phone-${name}`, `desk-${name}`];
  await client.takeName(phone);
  await other.takeName(desk);
  const stop = onPipe(other, /question|questions/, async (pipe) => {
    // It's taken when the loop goes on, which must not wait for the answer to be taken.
    for await (const data of pipe) pipe.send(data instanceof Uint8Array ? data.map((byte) => 2 * byte) : { answer: data }).catch(() => {});
  });
  const pipe = await openPipe(client, phone, desk, "questions");
  await pipe.opened;
  const answers = pipe[Symbol.asyncIterator]();
  await pipe.send("why?");
  equal((await answers.next()).value, { answer: "why?" }, "JSON");
  await pipe.send(new Uint8Array([1, 2]));
  equal([...(await answers.next()).value], [2, 4], "bytes");
  pipe.close();
  equal((await answers.next()).done, true, "closed");
  await fails(openPipe(client, phone, `till-${name}`, "questions"), "EFORBIDDEN");
  stop();
  await client.freeName(phone);
  await other.freeName(desk);
}
