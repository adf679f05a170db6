import { MeshClient } from "../src/client.js";
import { equal, fails, Server, settle, test } from "./kit.js";

async function connected() {
  const WebSocket = Server.reset();
  const mesh = new MeshClient("ws://server/mesh", { WebSocket });
  await mesh.connect();
  return mesh;
}

test("changes show at once as the server will compute them", async () => {
  const mesh = await connected();
  Server.handlers["mesh/publish-record-update"] = "silent";
  const cases = [
    [null, [{ op: "increment", path: "/n" }], { n: 1 }],
    [{ n: 5 }, [{ op: "increment", path: "/n", by: -7 }, { op: "set", path: "/a/b", value: 1 }], { n: -2, a: { b: 1 } }],
    [1, [{ op: "increment", path: "" }], 2],
    [{ l: [1, 2] }, [{ op: "push", path: "/l", value: 3, keep: 2 }, { op: "push", path: "/m", value: 1 }], { l: [2, 3], m: [1] }],
    [{ l: [1, 2, 1] }, [{ op: "pull", path: "/l", value: 1 }, { op: "pull", path: "/x", value: 1 }], { l: [2] }],
    [[{ id: 1 }, { id: 2 }, 7], [{ op: "pull", path: "", member: "/id", value: 1 }], [{ id: 2 }, 7]],
    [{ o: { a: 1, b: 1 } }, [{ op: "patch", path: "/o", value: { b: 2 } }, { op: "patch", path: "/p", value: {} }], { o: { a: 1, b: 2 }, p: {} }],
    [{ a: 1, l: [1, 2, 3] }, [{ op: "remove", path: "/a" }, { op: "remove", path: "/l/1" }, { op: "remove", path: "/x/y" }], { l: [1, 3] }],
    [{ l: [1] }, [{ op: "set", path: "/l/-", value: 2 }, { op: "set", path: "/l/0", value: 0 }], { l: [0, 2] }],
    [{ a: 1 }, [{ op: "increment", path: "/a" }, { op: "set", path: "/a/b", value: 1 }], { a: 1 }],
    [{}, [{ op: "set", path: "/__proto__/x", value: 1 }], JSON.parse('{"__proto__":{"x":1}}')],
    [{ l: [1] }, [{ op: "remove", path: "/l/7" }, { op: "pull", path: "/l/7/x", value: 1 }, { op: "push", path: "/l", value: 2 }], { l: [1, 2] }],
    [{ l: [[1, 2], [3]] }, [{ op: "pull", path: "/l", member: "/length", value: 2 }], { l: [[1, 2], [3]] }],
    [{ l: [[1, 2], [3]] }, [{ op: "pull", path: "/l", member: "/1", value: 2 }], { l: [[3]] }],
    [{ l: [{}, { x: null }] }, [{ op: "pull", path: "/l", member: "/x", value: null }], { l: [{}] }],
  ];
  for (const [record, changes, shown] of cases) {
    Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record, version: 1 });
    const note = await mesh.subscribeRecord(`note:${JSON.stringify(changes)}`);
    note.change(changes).catch(() => {});
    equal(JSON.stringify(note.get()), JSON.stringify(shown));
    equal(note.record, record, "the server's value stays");
  }
});

test("changes that the server will refuse show nothing", async () => {
  const mesh = await connected();
  const record = { text: "a", none: null, no: false, list: [1], object: { a: 1 }, number: 1 };
  Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record, version: 1 });
  Server.handlers["mesh/publish-record-update"] = () => ({ error: "No", code: "ETYPE" });
  const note = await mesh.subscribeRecord("note:1");
  const seen = [];
  note.subscribe((value) => seen.push(value));
  const needs = { increment: "number", push: "list", pull: "list", patch: "object" };
  const changes = Object.entries(needs).flatMap(([op, member]) =>
    Object.keys(record)
      .filter((other) => other !== member)
      .map((other) => ({ op, path: `/${other}`, value: op === "patch" ? { b: 1 } : 1 })),
  );
  changes.push(
    { op: "increment", path: "/number", by: "1" },
    { op: "patch", path: "/object", value: "text" },
    { op: "patch", path: "/list", value: { 0: 2 } },
    { op: "remove", path: "" },
    { op: "set", path: "/list/2", value: 1 },
    { op: "set", path: "/list/length", value: 0 },
    { op: "set", path: "/none/a", value: 1 },
    { op: "set", path: "/text/a", value: 1 },
    { op: "set", path: "text", value: 1 },
    { op: "rename", path: "/text" },
  );
  for (const change of changes) {
    await fails(note.change([{ op: "set", path: "/number", value: 2 }, change]), "ETYPE");
  }
  equal(seen, [record]);
});

test("an update that comes before the answer to own changes waits, so that they count once", async () => {
  const mesh = await connected();
  Server.handlers["mesh/subscribe-record"] = () => ({ success: true, record: { n: 1 }, version: 1 });
  let answer;
  Server.handlers["mesh/publish-record-update"] = () => new Promise((resolve) => (answer = resolve));
  const note = await mesh.subscribeRecord("note:1");
  const values = [];
  note.subscribe(({ n }) => values.push(n));
  const say = (n, version) => Server.last.say("mesh/record-update", { recordId: "note:1", full: { n }, version });
  const changing = note.change([{ op: "increment", path: "/n" }], { expectedVersion: 1 });
  await settle();
  equal(Server.last.received.at(-1).payload, {
    recordId: "note:1",
    changes: [{ op: "increment", path: "/n" }],
    options: { expectedVersion: 1 },
  });
  say(2, 2);
  say(12, 3);
  answer({ success: true, version: 2 });
  equal(await changing, 2);
  equal([note.version, values], [3, [1, 2, 12]]);
  const refused = fails(note.change([{ op: "increment", path: "/n" }]), "EFORBIDDEN");
  await settle();
  say(13, 4);
  answer({ error: "No", code: "EFORBIDDEN" });
  await refused;
  equal([note.version, values], [4, [1, 2, 12, 13, 12, 13]]);
  Server.handlers["mesh/publish-record-update"] = () => ({ success: true, version: 7 });
  equal(await mesh.changeRecord("note:2", [{ op: "remove", path: "/a" }]), 7);
});

test("a transaction sends its operations as they are, and tells the version of each", async () => {
  const mesh = await connected();
  Server.handlers["mesh/transaction"] = () => ({ id: "t1", results: [{ version: 3 }, { version: 1 }] });
  const operations = [
    { op: "write", recordId: "a", newValue: null, options: { expectedVersion: 2 } },
    { op: "delete", recordId: "b" },
  ];
  equal(await mesh.transaction(operations), { id: "t1", results: [{ version: 3 }, { version: 1 }] });
  equal(Server.last.received.at(-1).payload, { operations });
  Server.handlers["mesh/transaction"] = () => ({ error: "No", code: "EFORBIDDEN" });
  await fails(mesh.transaction(operations), "EFORBIDDEN");
});
