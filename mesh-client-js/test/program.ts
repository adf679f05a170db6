// Compiled, never run: what the declarations have to accept, and to refuse.
import { applyPatch, MeshClient, MeshError, patched, type Observable } from "../src/client.js";
import { subscribeCollection } from "../src/collections.js";
import { onPipe, openPipe } from "../src/pipes.js";

interface Note {
  text: string;
}

const client = new MeshClient(["ws://one/mesh", new URL("ws://two/mesh")], { token: async () => "t", offline: "fail" });
new MeshClient();
new MeshClient({ pingTimeout: 1 });
new MeshClient(() => "ws://one/mesh");

// @ts-expect-error: no such choice
new MeshClient({ offline: "wait" });

async function program(): Promise<void> {
  await client.connect();
  const count: number = await client.command<number>("count", null, { timeout: 5, repeatable: true });
  const stop: () => void = client.on("disconnect", ({ code, reason }) => console.log(code + count, reason.length));
  client.on("anything", (payload) => console.log(payload.whatever));
  client.once("latency", (ms) => ms.toFixed());
  client.onRequest("add", async ([a, b]: [number, number]) => a + b);
  const note = await client.subscribeRecord<Note>("note:1", (update) => console.log(update.value?.text), { mode: "patch" });
  const text: string | undefined = note.get()?.text;
  const version: number = await note.write({ text }, { strategy: "merge", expectedVersion: note.version });
  const changed: number = await note.change([{ op: "push", path: "/lines", value: text, keep: 100 }]);
  const counted: number = await client.changeRecord("n", [{ op: "increment", path: "", by: changed }], { expectedVersion: 1 });
  console.log(counted);
  const { id, results } = await client.transaction([
    { op: "write", recordId: "seat:12", newValue: { by: "ada" }, options: { expectedVersion: 0 } },
    { op: "change", recordId: "order:7", changes: [{ op: "push", path: "/seats", value: 12 }] },
    { op: "delete", recordId: "offer:3" },
  ]);
  console.log(id.length, results[0].version.toFixed());
  const lobby = await client.joinRoom("lobby", (update) => update.type === "state" && update.state, { by: "user" });
  const present: string[] = lobby.get().present;
  const news = await client.subscribeChannel("news", (message) => message.length, { since: { offset: version, epoch: "e" } });
  const offset: number = await client.publishChannel("news", "Hello");
  await client.subscribeChannel("news", (message, publisher) => console.log(message, publisher?.length, offset));
  const followed: Observable<string[]> = news;
  const status: Observable<"connecting" | "online" | "reconnecting" | "offline" | "closed"> = client.status;
  const sent: boolean = client.sendEvent("moved", { present, followed, status });
  const till = await client.takeName("till-17", { ifTaken: "replace", onLost: ({ reason }) => console.log(reason === "replaced") });
  if (till.held) console.log(new Date(till.since), (await till.free()).success);
  const after: Note = patched({ text: "a" }, [{ op: "replace", path: "/text", value: "b" }]);
  applyPatch(after, []);
  // @ts-expect-error: read only
  client.connectionId = "mine";
  if (!sent) throw new MeshError("EMINE", "mine");
  const list = await subscribeCollection<Note>(client, "notes", (added, removed, changed) =>
    console.log(added.length, removed[0], changed[0].record.text),
  );
  list.subscribe((notes) => console.log(notes[0].record.text));
  // @ts-expect-error: read only
  list.get().push({});
  const pipe = await openPipe<number>(client, "ada", "bob", "numbers");
  await pipe.send(new Uint8Array(3));
  await pipe.sendBlob(new Blob(["file"]), { onProgress: (taken, size) => console.log(taken / size) });
  for await (const number of pipe) console.log(number.toFixed());
  onPipe(client, /files-.+/, async ({ peer, close }) => console.log(peer, close));
  // @ts-expect-error: not a pattern
  onPipe(client, 7, () => {});
  stop();
  pipe.close(new MeshError("EMINE", "mine"));
  await client.close();
}

void program;
