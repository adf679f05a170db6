import { applyPatch, patched } from "../src/client.js";
import { check, equal, test, throws } from "./kit.js";

test("a patch leaves the document and shares what it did not touch", () => {
  const before = { a: { b: 1 }, c: { d: 2 } };
  const after = patched(before, [{ op: "replace", path: "/a/b", value: 3 }]);
  equal([before.a.b, after.a.b], [1, 3]);
  check(after.c === before.c, "shared");
});

test("in place: all or nothing", () => {
  const document = { a: 1, list: [1, 2] };
  check(applyPatch(document, [{ op: "add", path: "/b", value: 2 }]) === document, "the same object");
  equal(document, { a: 1, list: [1, 2], b: 2 });
  throws(() => applyPatch(document, [{ op: "remove", path: "/a" }, { op: "remove", path: "/no" }]), "EPATCH");
  equal(document, { a: 1, list: [1, 2], b: 2 });
  equal(applyPatch([1], [{ op: "replace", path: "", value: "x" }]), "x");
});

test("a member called __proto__ is a member", () => {
  const after = patched({}, [{ op: "add", path: "/__proto__", value: { polluted: true } }]);
  equal(JSON.stringify(after), '{"__proto__":{"polluted":true}}');
  equal({}.polluted, undefined);
  throws(() => patched({}, [{ op: "replace", path: "/constructor/prototype", value: 1 }]), "EPATCH");
});

test("what is no operation is refused", () => {
  for (const operation of [
    { op: "increment", path: "/a" },
    { op: "add", path: "/a" },
    { op: "add", path: "a", value: 1 },
    { op: "add", path: "/a~2", value: 1 },
    { op: "remove", path: "/list/01" },
    { op: "add", path: "/list/3", value: 1 },
    { op: "add", path: "/a/b", value: 1 },
    { op: "move", from: "/list", path: "/list/0" },
    { op: "test", path: "/a", value: 2 },
  ]) {
    throws(() => patched({ a: 1, list: [1, 2] }, [operation]), "EPATCH");
  }
});

/** The cases of json-patch-tests, which whoever runs the tests hands over. */
export function standardCases(cases) {
  return cases
    .filter((each) => !each.disabled && each.patch)
    .map((each, i) => ({
      name: `json-patch-tests ${i}: ${each.comment ?? JSON.stringify(each.patch)}`,
      run: async () => {
        const run = () => patched(each.doc, each.patch);
        if (each.error !== undefined) throws(run);
        else if (each.expected !== undefined) patched(run(), [{ op: "test", path: "", value: each.expected }]);
        else run();
      },
    }));
}
